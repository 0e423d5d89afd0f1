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
import org.jspecify.annotations.Nullable;

/** Copies a layer's directory by giving each file one more name; only directories are made anew. */
final class LinkedCopy extends SimpleFileVisitor<Path> {
  private static final int TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int PERMISSIONS = 07777;
  private static final int PRIVATE = 0700;

  private final EntryPlaces places;
  private final EntryMaker maker;
  private final Marks marks;
  private final @Nullable StackFixes fixes;
  private final int sourceBytes;
  private final NavigableMap<EntryPath, EntryAttributes> directories = new TreeMap<>();

  private LinkedCopy(Path source, Path target, @Nullable StackFixes fixes, Marks marks) {
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
    copy.finish();
  }

  /**
   * Copies a lower directory below what is in another one, as overlayfs would show it: of two files
   * of one path, and of the attributes of two directories, the target's stay.
   *
   * @param target a directory that nobody uses yet
   */
  static void below(Path source, Path target, Marks marks) throws IOException {
    LinkedCopy copy = new LinkedCopy(source, target, null, marks);
    Path unused = Files.walkFileTree(source, copy);
    copy.finish();
  }

  private void finish() throws IOException {
    for (EntryPath path : directories.descendingKeySet()) {
      EntryAttributes attributes = directories.get(path);
      if (attributes != null) {
        maker.finish(path, attributes);
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
    Path made = places.of(path);
    if (fixes == null && Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
      directories.put(path, attributes(made));
      Posix.chmod(made, PRIVATE); // Not all can be written to by their owner.
    } else {
      add(path, attributes(directory));
    }
    if (Posix.xattr(directory, marks.opaque()) != null) {
      maker.opaque(path);
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    EntryPath path = pathOf(file);
    boolean isWhiteout = attributes.isOther() && isWhiteout(file);
    if (fixes == null && Files.exists(places.of(path), LinkOption.NOFOLLOW_LINKS)) {
      hide(path, isWhiteout);
    } else if (fixes == null || !isWhiteout || !fixes.isOfTopAlone(path.parent())) {
      Path unused = Files.createLink(places.of(path), file);
    }
    return FileVisitResult.CONTINUE;
  }

  /** What a whiteout hides below is not to be seen in the directory that takes its place. */
  private void hide(EntryPath path, boolean isWhiteout) throws IOException {
    if (isWhiteout && Files.isDirectory(places.of(path), LinkOption.NOFOLLOW_LINKS)) {
      maker.opaque(path);
    }
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
