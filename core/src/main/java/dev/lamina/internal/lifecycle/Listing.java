package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which images a listing has, and in which order: newest first by whole seconds, as the engine
 * sorts; images of one second, which the engine leaves to chance, by ID.
 */
public final class Listing {
  private static final Comparator<ImageRecord> ORDER =
      Comparator.comparingLong((ImageRecord image) -> created(image))
          .reversed()
          .thenComparing(ImageRecord::id);

  private Listing() {}

  /** Returns all images. */
  public static List<ImageRecord> all(StoreState state) {
    return sorted(state.images());
  }

  /** Returns all images but the intermediate ones: those without a reference, but with children. */
  public static List<ImageRecord> withoutIntermediate(StoreState state) {
    return sorted(state.images().filter(image -> !isIntermediate(state, image)));
  }

  private static boolean isIntermediate(StoreState state, ImageRecord image) {
    return state.referencesTo(image.id()).findAny().isEmpty()
        && state.children(image.id()).findAny().isPresent();
  }

  private static List<ImageRecord> sorted(Stream<ImageRecord> images) {
    return images.sorted(ORDER).toList();
  }

  private static long created(ImageRecord image) {
    return image.created().map(Instant::getEpochSecond).orElse(0L);
  }
}
