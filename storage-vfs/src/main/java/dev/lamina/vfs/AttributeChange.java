package dev.lamina.vfs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is to become of a file's attributes; what is empty stays.
 *
 * @param modifiedNanos the time of the last modification, in nanoseconds since 1970
 * @param accessedNanos the time of the last access, which lasts as long as the tree is mounted
 * @param xattrs extended attributes by their full names; one without a value is taken away
 */
record AttributeChange(
    OptionalInt mode,
    OptionalLong uid,
    OptionalLong gid,
    OptionalLong modifiedNanos,
    OptionalLong accessedNanos,
    Map<String, Optional<byte[]>> xattrs) {
  private static final AttributeChange NONE =
      new AttributeChange(
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Map.of());

  static AttributeChange none() {
    return NONE;
  }
}
