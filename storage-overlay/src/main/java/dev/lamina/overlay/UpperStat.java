package dev.lamina.overlay;

import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code stat} says of a file.
 *
 * @param mode the permissions, and the type above them
 * @param inode the number of the inode
 * @param device the device's number, for what is one
 * @param links how many names it has
 * @param changedNanos when something of it, contents or not, was changed last
 */
record UpperStat(
    int mode,
    long inode,
    long device,
    int links,
    long uid,
    long gid,
    long size,
    long modifiedNanos,
    long changedNanos) {
  private static final String NAMES =
      "unix:mode,ino,rdev,nlink,uid,gid,size,lastModifiedTime,ctime"; // Without names of owners.

  private static final int TYPE = 0170000;
  private static final int PERMISSIONS = 07777;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final long UNSIGNED = 0xffffffffL;

  static UpperStat read(Path path, LinkOption... options) throws IOException {
    Map<String, Object> values = Files.readAttributes(path, NAMES, options);
    return new UpperStat(
        (int) number(values, "mode"),
        number(values, "ino"),
        number(values, "rdev"),
        (int) number(values, "nlink"),
        number(values, "uid") & UNSIGNED,
        number(values, "gid") & UNSIGNED,
        number(values, "size"),
        nanos(values, "lastModifiedTime"),
        nanos(values, "ctime"));
  }

  private static long number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).longValue();
  }

  private static long nanos(Map<String, Object> values, String name) {
    return ((FileTime) Objects.requireNonNull(values.get(name))).to(TimeUnit.NANOSECONDS);
  }

  /** Returns what kind of file it is; null if no layer can have one, such as a socket. */
  @Nullable NodeType type() {
    return switch (mode & TYPE) {
      case 0100000 -> NodeType.FILE;
      case 0040000 -> NodeType.DIRECTORY;
      case 0120000 -> NodeType.SYMLINK;
      case CHARACTER_DEVICE -> NodeType.CHARACTER_DEVICE;
      case 0060000 -> NodeType.BLOCK_DEVICE;
      case 0010000 -> NodeType.FIFO;
      default -> null;
    };
  }

  int permissions() {
    return mode & PERMISSIONS;
  }

  /** Returns whether it is the device that hides a name. */
  boolean isWhiteout() {
    return (mode & TYPE) == CHARACTER_DEVICE && device == 0;
  }

  int deviceMajor() {
    return (int) ((device >>> 8 & 0xfff) | (device >>> 32 & 0xfffff000L));
  }

  int deviceMinor() {
    return (int) ((device & 0xff) | (device >>> 12 & 0xffffff00L));
  }
}
