package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.ImageRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When images were last used: what was noted; without a note, when one was last tagged or made,
 * whichever is later; without those, never. Each image is asked for once.
 */
final class LastUse {
  private final Function<Digest, Optional<Instant>> noted;
  private final Map<Digest, Instant> known = new HashMap<>();

  LastUse(Function<Digest, Optional<Instant>> noted) {
    this.noted = noted;
  }

  Instant of(ImageRecord image) {
    return known.computeIfAbsent(
        image.id(), id -> noted.apply(id).orElseGet(() -> lastMention(image)));
  }

  private static Instant lastMention(ImageRecord image) {
    return Stream.concat(image.lastTagged().stream(), image.created().stream())
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }
}
