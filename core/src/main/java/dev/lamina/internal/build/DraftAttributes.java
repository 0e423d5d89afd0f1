package dev.lamina.internal.build;

import dev.lamina.spi.EntryAttributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a new layer is to say of an entry; immutable.
 *
 * @param modifiedNanos the time, in nanoseconds since 1970; by default that of the layer
 */
record DraftAttributes(
    int mode, long uid, long gid, Optional<Long> modifiedNanos, SortedMap<String, byte[]> xattrs) {
  /** The last number is "no owner" to the kernel. */
  private static final long OWNER_LIMIT = 0xFFFF_FFFEL;

  /** Returns what belongs to {@code 0:0} and has a mode, and nothing else. */
  static DraftAttributes of(int mode) {
    return new DraftAttributes(mode, 0, 0, Optional.empty(), new TreeMap<>());
  }

  DraftAttributes withMode(int other) {
    if (other < 0 || other > 07777) {
      throw new IllegalArgumentException("mode out of range: 0" + Integer.toOctalString(other));
    }
    return new DraftAttributes(other, uid, gid, modifiedNanos, xattrs);
  }

  DraftAttributes withOwner(long user, long group) {
    requireOwner("uid", user);
    requireOwner("gid", group);
    return new DraftAttributes(mode, user, group, modifiedNanos, xattrs);
  }

  private static void requireOwner(String what, long id) {
    if (id < 0 || id > OWNER_LIMIT) {
      throw new IllegalArgumentException(what + " out of range: " + id);
    }
  }

  DraftAttributes withTime(Instant time) {
    return withNanos(EntryAttributes.nanos(time));
  }

  DraftAttributes withNanos(long nanos) {
    return new DraftAttributes(mode, uid, gid, Optional.of(nanos), xattrs);
  }

  DraftAttributes withXattr(String name, byte[] value) {
    SortedMap<String, byte[]> more = new TreeMap<>(xattrs);
    more.put(name, value.clone());
    return new DraftAttributes(mode, uid, gid, modifiedNanos, more);
  }

  EntryAttributes toEntry(LayerTimes times) {
    long nanos = modifiedNanos.orElse(times.usual());
    return times.limit(new EntryAttributes(mode, uid, gid, nanos, Map.copyOf(xattrs)));
  }
}
