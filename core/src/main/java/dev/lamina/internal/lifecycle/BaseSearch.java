package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Comparator;
import java.util.List;

/** Finds out what an image was made from, by its layers. */
public final class BaseSearch {
  private BaseSearch() {}

  /**
   * Returns the images with a name that have the first layers of a stack and not all of them: of
   * these, those with the most. They have the same layers, and are sorted by ID.
   */
  public static List<ImageRecord> of(StoreState state, List<Digest> diffIds) {
    List<ImageRecord> bases =
        state
            .images()
            .filter(image -> isBase(image.diffIds(), diffIds))
            .filter(image -> state.isReferenced(image.id()))
            .sorted(Comparator.comparing(image -> image.id().toString()))
            .toList();
    int most = bases.stream().mapToInt(image -> image.diffIds().size()).max().orElse(0);
    return bases.stream().filter(image -> image.diffIds().size() == most).toList();
  }

  private static boolean isBase(List<Digest> base, List<Digest> diffIds) {
    return !base.isEmpty() && base.size() < diffIds.size() && begins(diffIds, base);
  }

  /** Returns whether a stack begins with the layers of another one. */
  public static boolean begins(List<Digest> diffIds, List<Digest> base) {
    return base.size() <= diffIds.size() && diffIds.subList(0, base.size()).equals(base);
  }
}
