package dev.lamina.internal.build;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A file of any file system, as far as a layer can hold it. Owners and extended attributes are
 * those of a machine, and left behind, unless it is a file of an image.
 */
final class SourceFile {
  private static final int TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;
  private static final int FIFO = 0010000;
  private static final LinkOption SELF = LinkOption.NOFOLLOW_LINKS;

  private final Path path;
  private final boolean ofImage;
  private final BasicFileAttributes basic;
  private final Map<String, Object> unix;

  private SourceFile(
      Path path, boolean ofImage, BasicFileAttributes basic, Map<String, Object> unix) {
    this.path = path;
    this.ofImage = ofImage;
    this.basic = basic;
    this.unix = unix;
  }

  /**
   * Looks at a file, or at a symbolic link itself.
   *
   * @param ofImage whether it is one of an image
   */
  static SourceFile read(Path path, boolean ofImage) throws IOException {
    Map<String, Object> unix =
        has(path, "unix")
            ? Files.readAttributes(path, "unix:mode,uid,gid,rdev,nlink", SELF)
            : Map.of();
    Class<? extends BasicFileAttributes> type =
        unix.isEmpty() && has(path, "posix")
            ? PosixFileAttributes.class
            : BasicFileAttributes.class;
    return new SourceFile(path, ofImage, Files.readAttributes(path, type, SELF), unix);
  }

  private static boolean has(Path path, String view) {
    return path.getFileSystem().supportedFileAttributeViews().contains(view);
  }

  /** Returns whether a file is one of an image: only such a file system shows all that it has. */
  static boolean isOfImage(Path path) {
    return has(path, "xattr");
  }

  boolean isDirectory() {
    return basic.isDirectory();
  }

  /** Returns what only the names of one file share; nothing if the file has one name. */
  Optional<Object> sharedKey() {
    return number("nlink") > 1 && !isDirectory()
        ? Optional.ofNullable(basic.fileKey())
        : Optional.empty();
  }

  /** Returns the entry of what is no directory; a file's contents are read when it is written. */
  DraftEntry entry() throws IOException {
    if (basic.isSymbolicLink()) {
      return DraftEntry.symlink(attributes(), SourceNames.bytes(Files.readSymbolicLink(path)));
    }
    if (basic.isRegularFile()) {
      long size = basic.size();
      return DraftEntry.file(
          attributes(),
          size,
          () -> new UnchangedInput(Files.newInputStream(path), path.toString(), size));
    }
    return special();
  }

  private DraftEntry special() throws IOException {
    long device = number("rdev");
    int major = (int) ((device >>> 8 & 0xfff) | (device >>> 32 & 0xfffff000L));
    int minor = (int) ((device & 0xff) | (device >>> 12 & 0xffffff00L));
    return switch ((int) number("mode") & TYPE) {
      case CHARACTER_DEVICE -> DraftEntry.device(attributes(), false, major, minor);
      case BLOCK_DEVICE -> DraftEntry.device(attributes(), true, major, minor);
      case FIFO -> DraftEntry.fifo(attributes());
      default ->
          throw new FileSystemException(
              ByteNames.escape(path.toString()),
              null,
              "no layer can hold it: neither file, directory, link, device nor pipe");
    };
  }

  private long number(String name) {
    return unix.get(name) instanceof Number number ? number.longValue() : 0;
  }

  DraftAttributes attributes() throws IOException {
    DraftAttributes copied =
        DraftAttributes.of(mode()).withNanos(basic.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    if (!ofImage) {
      return copied;
    }
    DraftAttributes all =
        copied.withOwner(number("uid") & 0xffff_ffffL, number("gid") & 0xffff_ffffL);
    for (Map.Entry<String, byte[]> xattr : xattrs().entrySet()) {
      all = all.withXattr(xattr.getKey(), xattr.getValue());
    }
    return all;
  }

  private int mode() {
    if (unix.containsKey("mode")) {
      return (int) number("mode") & 07777;
    }
    if (basic instanceof PosixFileAttributes posix) {
      return mode(posix.permissions());
    }
    return isDirectory() ? 0755 : 0644;
  }

  /** The permissions are those of the owner, the group and others, each from reading on. */
  private static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (PosixFilePermission permission : PosixFilePermission.values()) {
      mode = mode << 1 | (permissions.contains(permission) ? 1 : 0);
    }
    return mode;
  }

  /** The JDK shows the attributes of users only, and of links none. */
  private Map<String, byte[]> xattrs() throws IOException {
    Map<String, byte[]> xattrs = new HashMap<>();
    if (has(path, "xattr")) {
      Files.readAttributes(path, "xattr:*", SELF)
          .forEach((name, value) -> xattrs.put(name, (byte[]) Objects.requireNonNull(value)));
    } else if (has(path, "user") && !basic.isSymbolicLink() && !basic.isOther()) {
      Files.readAttributes(path, "user:*", SELF)
          .forEach(
              (name, value) -> xattrs.put("user." + name, (byte[]) Objects.requireNonNull(value)));
    }
    return xattrs;
  }
}
