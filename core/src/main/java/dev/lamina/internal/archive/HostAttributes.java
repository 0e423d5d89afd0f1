package dev.lamina.internal.archive;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of a file, by the best of its views.
 *
 * @param type what it is; null if a layer cannot have it
 * @param identity what all names of the file have in common, if it may have several
 */
record HostAttributes(
    @Nullable NodeType type,
    int mode,
    long uid,
    long gid,
    FileTime modified,
    long size,
    long deviceNumber,
    Optional<Object> identity) {
  /** Without owner and group by name, which would be looked up for each file. */
  private static final String UNIX_NAMES =
      "unix:isRegularFile,isDirectory,isSymbolicLink,"
          + "mode,uid,gid,rdev,nlink,lastModifiedTime,size,fileKey";

  private static final int PERMISSIONS = 07777;
  private static final int TYPE = 0170000;
  private static final long UNSIGNED = 0xffffffffL;
  private static final PosixFilePermission[] BITS = PosixFilePermission.values();

  static HostAttributes read(Path path) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    if (views.contains("unix")) {
      return ofUnix(Files.readAttributes(path, UNIX_NAMES, LinkOption.NOFOLLOW_LINKS));
    }
    return views.contains("posix")
        ? ofPosix(Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
        : ofBasic(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
  }

  private static HostAttributes ofUnix(Map<String, Object> values) {
    int mode = (int) number(values, "mode");
    boolean single = number(values, "nlink") < 2;
    return new HostAttributes(
        type(values, mode),
        mode & PERMISSIONS,
        number(values, "uid") & UNSIGNED,
        number(values, "gid") & UNSIGNED,
        (FileTime) value(values, "lastModifiedTime"),
        number(values, "size"),
        number(values, "rdev"),
        single ? Optional.empty() : Optional.ofNullable(values.get("fileKey")));
  }

  /** Asks for what all providers know first: the mode of some has no type. */
  private static @Nullable NodeType type(Map<String, Object> values, int mode) {
    if (value(values, "isRegularFile").equals(true)) {
      return NodeType.FILE;
    }
    if (value(values, "isDirectory").equals(true)) {
      return NodeType.DIRECTORY;
    }
    if (value(values, "isSymbolicLink").equals(true)) {
      return NodeType.SYMLINK;
    }
    return switch (mode & TYPE) {
      case 0020000 -> NodeType.CHARACTER_DEVICE;
      case 0060000 -> NodeType.BLOCK_DEVICE;
      case 0010000 -> NodeType.FIFO;
      default -> null;
    };
  }

  private static long number(Map<String, Object> values, String name) {
    return ((Number) value(values, name)).longValue();
  }

  private static Object value(Map<String, Object> values, String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new UnsupportedOperationException("unix:" + name + " is not said of a file");
    }
    return value;
  }

  private static HostAttributes ofPosix(PosixFileAttributes attributes) {
    int mode = 0;
    for (int i = 0; i < BITS.length; i++) {
      // The constants stand in the order of the bits, from the owner's read bit down.
      mode |= attributes.permissions().contains(BITS[i]) ? 0400 >> i : 0;
    }
    return of(attributes, attributes.isSymbolicLink() ? 0777 : mode);
  }

  private static HostAttributes ofBasic(BasicFileAttributes attributes) {
    int mode = attributes.isRegularFile() ? 0644 : 0755;
    return of(attributes, attributes.isSymbolicLink() ? 0777 : mode);
  }

  private static HostAttributes of(BasicFileAttributes attributes, int mode) {
    return new HostAttributes(
        type(attributes),
        mode,
        0,
        0,
        attributes.lastModifiedTime(),
        attributes.size(),
        0,
        Optional.ofNullable(attributes.fileKey()));
  }

  private static @Nullable NodeType type(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return NodeType.FILE;
    }
    if (attributes.isDirectory()) {
      return NodeType.DIRECTORY;
    }
    return attributes.isSymbolicLink() ? NodeType.SYMLINK : null;
  }

  EntryAttributes entryAttributes(Map<String, byte[]> xattrs) {
    return new EntryAttributes(mode, uid, gid, modified.to(TimeUnit.NANOSECONDS), xattrs);
  }
}
