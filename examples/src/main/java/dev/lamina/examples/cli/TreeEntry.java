package dev.lamina.examples.cli;

import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** A file of a tree: its name as bytes, and what Linux says of a file. */
final class TreeEntry {
  private static final String ATTRIBUTES = "unix:mode,uid,gid,nlink,ino,rdev,size,lastModifiedTime";

  private final Path path;
  private final byte[] name;
  private final Map<String, Object> attributes;

  /** Makes an entry of attributes as the view {@code unix} gives them. */
  TreeEntry(Path path, byte[] name, Map<String, Object> attributes) {
    this.path = path;
    this.name = name;
    this.attributes = attributes;
  }

  /**
   * Looks at a file, and does not follow it if it is a symbolic link.
   *
   * @param name the way to it from the root of the tree, empty for the root
   */
  static TreeEntry of(Path path, byte[] name) throws IOException {
    return new TreeEntry(
        path, name, Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
  }

  private Number number(String attribute) {
    return (Number) Objects.requireNonNull(attributes.get(attribute), attribute);
  }

  /** Returns the way to the file from the root of the tree; to be left unchanged. */
  byte[] name() {
    return name;
  }

  /** Returns the type by the letter that {@code find -printf %y} prints. */
  char type() {
    return switch (number("mode").intValue() & 0170000) {
      case 0010000 -> 'p';
      case 0020000 -> 'c';
      case 0040000 -> 'd';
      case 0060000 -> 'b';
      case 0100000 -> 'f';
      case 0120000 -> 'l';
      case 0140000 -> 's';
      default -> 'U';
    };
  }

  /** Returns the mode without the type. */
  int permissions() {
    return number("mode").intValue() & 07777;
  }

  boolean isDevice() {
    return type() == 'b' || type() == 'c';
  }

  long uid() {
    return Integer.toUnsignedLong(number("uid").intValue());
  }

  long gid() {
    return Integer.toUnsignedLong(number("gid").intValue());
  }

  int linkCount() {
    return number("nlink").intValue();
  }

  /** Returns the number that all names of the file have in common. */
  long inode() {
    return number("ino").longValue();
  }

  long size() {
    return number("size").longValue();
  }

  /** Returns a device's major number, as glibc takes it from {@code st_rdev}. */
  long major() {
    long device = number("rdev").longValue();
    return ((device >>> 8) & 0xfffL) | ((device >>> 32) & 0xfffff000L);
  }

  /** Returns a device's minor number. */
  long minor() {
    long device = number("rdev").longValue();
    return (device & 0xffL) | ((device >>> 12) & 0xffffff00L);
  }

  Instant modified() {
    FileTime time =
        (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime"), "lastModifiedTime");
    return time.toInstant();
  }

  /** Returns where a symbolic link points. */
  byte[] target() throws IOException {
    return ByteNames.encode(Files.readSymbolicLink(path).toString());
  }

  /** Returns the extended attributes by their full names, each a {@code byte[]}. */
  Map<String, Object> xattrs() throws IOException {
    return Files.readAttributes(path, "xattr:*", LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens the file, to be closed by the caller. */
  InputStream open() throws IOException {
    return Files.newInputStream(path);
  }
}
