package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Copies a layer's directory by giving each file one more name; only directories are made anew. */
final class LinkedCopy extends SimpleFileVisitor<Path> {
  private static final int TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int PERMISSIONS = 07777;

  private final EntryPlaces places;
  private final EntryMaker maker;
  private final Marks marks;
  private final StackFixes fixes;
  private final int sourceBytes;
  private final NavigableMap<EntryPath, EntryAttributes> directories = new TreeMap<>();

  private LinkedCopy(Path source, Path target, StackFixes fixes, Marks marks) {
    this.fixes = fixes;
    this.places = new EntryPlaces(target);
    this.maker = EntryMaker.in(target, marks);
    this.marks = marks;
    this.sourceBytes = Posix.bytes(source).length - 1;
  }

  /**
   * Copies the directory of a stack's topmost layer.
   *
   * @param target an empty directory
   * @param fixes the directories that are other in the copy, or only there
   */
  static void make(Path source, Path target, StackFixes fixes, Marks marks) throws IOException {
    LinkedCopy copy = new LinkedCopy(source, target, fixes, marks);
    Path unused = Files.walkFileTree(source, copy);
    for (Map.Entry<EntryPath, EntryAttributes> directory : fixes.directories().entrySet()) {
      copy.add(directory.getKey(), directory.getValue());
    }
    for (EntryPath path : copy.directories.descendingKeySet()) {
      EntryAttributes attributes = copy.directories.get(path);
      if (attributes != null) {
        copy.maker.finish(path, attributes);
      }
    }
  }

  private void add(EntryPath path, EntryAttributes attributes) throws IOException {
    if (directories.put(path, attributes) == null && !path.isRoot()) {
      maker.directory(path);
    }
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused)
      throws IOException {
    EntryPath path = pathOf(directory);
    add(path, attributes(directory));
    if (Posix.xattr(directory, marks.opaque()) != null) {
      maker.opaque(path);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    EntryPath path = pathOf(file);
    boolean isLeftOut =
        attributes.isOther() && isWhiteout(file) && fixes.isOfTopAlone(path.parent());
    if (!isLeftOut) {
      Path unused = Files.createLink(places.of(path), file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** A layer has no other device of this number. */
  private static boolean isWhiteout(Path file) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(file, "unix:mode,rdev", LinkOption.NOFOLLOW_LINKS);
    return (number(unix, "mode") & TYPE) == CHARACTER_DEVICE
        && Long.valueOf(0).equals(unix.get("rdev"));
  }

  private EntryPath pathOf(Path file) {
    byte[] bytes = Posix.bytes(file);
    int end = bytes.length - 1;
    return end <= sourceBytes
        ? EntryPath.ROOT
        : EntryPath.of(Arrays.copyOfRange(bytes, sourceBytes + 1, end));
  }

  private EntryAttributes attributes(Path directory) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(
            directory, "unix:mode,uid,gid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
    Map<String, byte[]> xattrs = new TreeMap<>(Posix.xattrs(directory));
    xattrs.keySet().removeIf(name -> name.equals(marks.opaque()));
    return new EntryAttributes(
        number(unix, "mode") & PERMISSIONS,
        Integer.toUnsignedLong(number(unix, "uid")),
        Integer.toUnsignedLong(number(unix, "gid")),
        ((FileTime) value(unix, "lastModifiedTime")).to(TimeUnit.NANOSECONDS),
        xattrs);
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (Integer) value(attributes, name);
  }

  private static Object value(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name));
  }
}
