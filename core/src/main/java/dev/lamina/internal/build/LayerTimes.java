package dev.lamina.internal.build;

import dev.lamina.spi.EntryAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * What times the entries of a new layer have, in nanoseconds since 1970.
 *
 * @param usual the time of what has none of its own
 * @param latest the time of what has a later one
 */
public record LayerTimes(long usual, long latest) {
  /** Returns times, given when the image is made. */
  public static LayerTimes of(Instant made, Optional<Instant> latest) {
    return new LayerTimes(
        EntryAttributes.nanos(made), latest.map(EntryAttributes::nanos).orElse(Long.MAX_VALUE));
  }

  /** Returns attributes with no later time. */
  EntryAttributes limit(EntryAttributes attributes) {
    return new EntryAttributes(
        attributes.mode(),
        attributes.uid(),
        attributes.gid(),
        Math.min(attributes.modifiedNanos(), latest),
        attributes.xattrs());
  }
}
