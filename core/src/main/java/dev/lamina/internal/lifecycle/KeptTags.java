package dev.lamina.internal.lifecycle;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.lamina.Digest;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The newest tags of each repository: those of the images made last; of images made at once, those
 * tagged last; then those whose text is greatest.
 */
final class KeptTags {
  private static final Comparator<Tagged> OLDEST_FIRST =
      Comparator.comparing((Tagged tagged) -> tagged.image().created().orElse(Instant.MIN))
          .thenComparing(tagged -> tagged.image().lastTagged().orElse(Instant.MIN))
          .thenComparing(Tagged::name);

  private KeptTags() {}

  /** A name, and the image it points to. */
  private record Tagged(Reference name, ImageRecord image) {
    Repository repository() {
      return Names.repository(name);
    }
  }

  /** Returns the images of so many tags of each repository. */
  static Set<Digest> images(StoreState state, int count) {
    return state
        .references()
        .flatMap(reference -> tagged(state, reference))
        .filter(tagged -> Names.isTag(tagged.name()))
        .collect(groupingBy(Tagged::repository))
        .values()
        .stream()
        .flatMap(tags -> newest(tags, count))
        .map(tagged -> tagged.image().id())
        .collect(toUnmodifiableSet());
  }

  private static Stream<Tagged> tagged(StoreState state, ReferenceRecord reference) {
    return state.image(reference.image()).stream()
        .map(image -> new Tagged(Reference.parse(reference.reference()), image));
  }

  private static Stream<Tagged> newest(Collection<Tagged> tags, int count) {
    return tags.stream().sorted(OLDEST_FIRST.reversed()).limit(count);
  }
}
