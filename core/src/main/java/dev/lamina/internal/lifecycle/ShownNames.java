package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.internal.catalog.NamedImage;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The images that a listing may have, and of their names those that it leaves them. */
final class ShownNames {
  /** Of one image in so many it is faster to look them up than to go through all. */
  private static final int FEW = 16;

  private ShownNames() {}

  /**
   * Returns the images with what the conditions on names among some filters leave, ascending by ID:
   * those that have a name then; or all with all names, if there is no such condition.
   */
  static Stream<ListedImage> images(StoreState state, List<Filter> filters) {
    return filters.stream()
        .map(NameConditions::of)
        .flatMap(Optional::stream)
        .reduce(Predicate::and)
        .map(shown -> candidates(state, filters).map(image -> new ListedImage(image, shown)))
        .map(images -> images.filter(ListedImage::hasReference))
        .orElseGet(() -> all(state, filters).map(image -> new ListedImage(image, name -> true)));
  }

  private static Stream<NamedImage> all(StoreState state, List<Filter> filters) {
    return filters.stream().anyMatch(NameConditions::asks)
        ? state.namedImages()
        : state.images().map(state::named);
  }

  private static Stream<NamedImage> candidates(StoreState state, List<Filter> filters) {
    int few = state.imageCount() / FEW;
    List<Digest> ids =
        NameConditions.candidates(state, filters)
            .limit(few + 1L)
            .map(ReferenceRecord::image)
            .toList();
    return ids.size() > few ? state.namedImages() : lookedUp(state, ids);
  }

  private static Stream<NamedImage> lookedUp(StoreState state, List<Digest> ids) {
    return ids.stream()
        .distinct()
        .sorted(Comparator.comparing(Digest::hex))
        .map(state::image)
        .flatMap(Optional::stream)
        .map(state::named);
  }
}
