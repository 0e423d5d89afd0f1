package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/** Numbers as {@code struct stat} has them. */
final class Modes {
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final List<PosixFilePermission> PERMISSIONS =
      List.of(PosixFilePermission.values());

  private Modes() {}

  /** Returns the permission bits of a set of {@link PosixFilePermission}s. */
  static int of(Set<?> permissions) {
    int mode = 0;
    for (int i = 0; i < PERMISSIONS.size(); i++) {
      // The constants stand in the order of the bits, from the owner's read bit down.
      mode |= permissions.contains(PERMISSIONS.get(i)) ? 0400 >> i : 0;
    }
    return mode;
  }

  /**
   * Returns what a mode's bits above the permissions mean.
   *
   * @throws IllegalArgumentException if they mean nothing
   */
  static NodeType type(int bits) {
    return switch (bits) {
      case 001 -> NodeType.FIFO;
      case 002 -> NodeType.CHARACTER_DEVICE;
      case 004 -> NodeType.DIRECTORY;
      case 006 -> NodeType.BLOCK_DEVICE;
      case 010 -> NodeType.FILE;
      case 012 -> NodeType.SYMLINK;
      default ->
          throw new IllegalArgumentException("no type of a file: " + Integer.toOctalString(bits));
    };
  }

  static int typeBits(NodeType type) {
    return switch (type) {
      case FIFO -> 0010000;
      case CHARACTER_DEVICE -> 0020000;
      case DIRECTORY -> 0040000;
      case BLOCK_DEVICE -> 0060000;
      case FILE -> 0100000;
      case SYMLINK -> 0120000;
    };
  }

  /** Returns a user's or group's number, which the JDK has as an {@code int} with a sign. */
  static long unsigned(Number number) {
    return number.longValue() & UNSIGNED;
  }
}
