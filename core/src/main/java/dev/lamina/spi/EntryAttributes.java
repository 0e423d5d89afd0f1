package dev.lamina.spi;

import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a layer says of an entry besides its type and contents.
 *
 * @param mode the permission bits with set-user-ID, set-group-ID and sticky: {@code 0} to {@code
 *     07777}
 * @param uid the owner's number, {@code 0} to {@code 2^32 - 2}
 * @param gid the group's number, {@code 0} to {@code 2^32 - 2}
 * @param modifiedNanos the time of the last modification, in nanoseconds since 1970-01-01T00:00Z
 * @param xattrs the extended attributes by their full names, such as {@code user.note}; must not be
 *     changed
 */
public record EntryAttributes(
    int mode, long uid, long gid, long modifiedNanos, Map<String, byte[]> xattrs) {
  /** What a directory has that no layer names: {@code 0755 0:0}, time 0. */
  public static final EntryAttributes UNNAMED_DIRECTORY =
      new EntryAttributes(0755, 0, 0, 0, Map.of());

  /** Returns a time as {@link #modifiedNanos}, or the nearest that can be one. */
  public static long nanos(Instant time) {
    return FileTime.from(time).to(TimeUnit.NANOSECONDS);
  }
}
