package dev.lamina.overlay;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a directory of changes while programs of the image may be changing them:
 * whatever they put in the way, nothing outside is read, since no symbolic link is followed
 * anywhere in a path.
 */
final class UpperFiles {
  /** Where the changed files are in the directory of changes. */
  static final EntryPath UPPER = EntryPath.parse("upper");

  /** A file that fuse-overlayfs makes, and never shows, in a directory that it marks as opaque. */
  private static final String FUSE_OPAQUE = ".wh..wh..opq";

  private static final int MAX_NAME = 255;
  private static final byte[] EMPTY = {};

  private final Path changes;
  private final ChangesWriter writer;

  UpperFiles(ChangesDirectory changes, ChangesWriter writer) {
    this.changes = changes.path();
    this.writer = writer;
  }

  /** Does something in a directory that is open. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Path directory) throws IOException;
  }

  /** Opens a file, and works with the path by which it can be found whatever others rename. */
  private <T> T at(EntryPath place, Work<T> work) throws IOException {
    try (Posix.Handle handle = Posix.openBeneath(changes, place.bytes())) {
      return work.in(handle.path());
    } catch (FileSystemException e) {
      throw named(place, e);
    }
  }

  /** Names the file as others know it. */
  private FileSystemException named(EntryPath place, FileSystemException e) {
    String path = changes + "/" + place;
    FileSystemException named =
        isGone(e)
            ? new NoSuchFileException(path)
            : new FileSystemException(path, null, "cannot read what was changed: " + e.getReason());
    named.initCause(e);
    return named;
  }

  private static boolean isGone(IOException e) {
    return e instanceof NoSuchFileException
        || e instanceof NotDirectoryException
        || (e instanceof PosixException posix
            && (posix.errno() == Posix.ENOENT
                || posix.errno() == Posix.ENOTDIR
                || posix.errno() == Posix.ELOOP));
  }

  /** Returns a file; null if it is not there. */
  @Nullable UpperFile file(EntryPath place) throws IOException {
    byte[] name = place.name();
    if (name.length > MAX_NAME
        || (writer.isFuse()
            && Arrays.equals(name, FUSE_OPAQUE.getBytes(StandardCharsets.US_ASCII)))) {
      return null;
    }
    try {
      return at(place.parent(), directory -> read(place, child(directory, name)));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static Path child(Path directory, byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        return Posix.path(directory.getFileSystem(), directory + "/" + text);
      }
    }
    return directory.resolve(new String(name, StandardCharsets.US_ASCII));
  }

  private UpperFile read(EntryPath place, Path path) throws IOException {
    UpperStat stat = UpperStat.read(path, LinkOption.NOFOLLOW_LINKS);
    return new UpperFile(
        place,
        stat,
        stat.type() == NodeType.SYMLINK ? Posix.readLink(path) : EMPTY,
        stat.isWhiteout() ? Map.of() : Posix.xattrs(path),
        writer.marks());
  }

  /** Returns what is in a directory, in any order; nothing if the directory is gone. */
  List<UpperFile> list(EntryPath place) throws IOException {
    List<UpperFile> files = new ArrayList<>();
    each(
        place,
        path -> {
          files.add(read(place.resolve(name(path)), path));
          return true;
        });
    return files;
  }

  /** Returns whether a directory has something in it. */
  boolean isEmpty(EntryPath place) throws IOException {
    return each(place, path -> false);
  }

  /** Returns the names in a directory; none if it is not there. */
  List<String> names(EntryPath place) throws IOException {
    List<String> names = new ArrayList<>();
    each(place, path -> names.add(String.valueOf(path.getFileName())));
    return names;
  }

  /** Takes what is in a directory, and returns whether to go on. */
  @FunctionalInterface
  private interface Taker {
    boolean take(Path path) throws IOException;
  }

  /** Returns whether the taker has seen all there is. */
  private boolean each(EntryPath place, Taker taker) throws IOException {
    try {
      return at(place, directory -> each(directory, taker));
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private boolean each(Path directory, Taker taker) throws IOException {
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
      for (Path child : children) {
        boolean isMark = writer.isFuse() && child.endsWith(FUSE_OPAQUE);
        if (!isMark && !isTaken(child, taker)) {
          return false;
        }
      }
      return true;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static boolean isTaken(Path child, Taker taker) throws IOException {
    try {
      return taker.take(child);
    } catch (IOException e) {
      if (isGone(e)) {
        return true;
      }
      throw e;
    }
  }

  private static byte[] name(Path path) {
    String whole = Posix.text(path);
    int end = whole.endsWith("/") ? whole.length() - 1 : whole.length();
    String name = whole.substring(whole.lastIndexOf('/', end - 1) + 1, end);
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Opens the contents of a file.
   *
   * @throws NoSuchFileException if it is gone, or another one has its name
   */
  FileChannel open(UpperFile file) throws IOException {
    return at(
        file.place(),
        path -> {
          UpperStat now = UpperStat.read(path);
          if (now.type() != NodeType.FILE || now.inode() != file.stat().inode()) {
            throw new NoSuchFileException(path.toString());
          }
          return FileChannel.open(path, StandardOpenOption.READ);
        });
  }

  /** Returns how long all changed files and links are together. */
  long writtenBytes() throws IOException {
    return writtenBytes(UPPER, new HashSet<>());
  }

  private long writtenBytes(EntryPath place, Set<Long> linked) throws IOException {
    List<EntryPath> directories = new ArrayList<>();
    long[] bytes = {0};
    each(
        place,
        path -> {
          UpperStat stat = UpperStat.read(path, LinkOption.NOFOLLOW_LINKS);
          if (stat.type() == NodeType.DIRECTORY) {
            directories.add(place.resolve(name(path)));
          } else if (stat.links() == 1 || linked.add(stat.inode())) {
            bytes[0] += stat.size();
          }
          return true;
        });
    for (EntryPath directory : directories) {
      bytes[0] += writtenBytes(directory, linked);
    }
    return bytes[0];
  }
}
