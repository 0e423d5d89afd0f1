package dev.lamina.contract;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of the host that hostile images name by absolute paths, and one in the working directory:
 * none may be read, linked, changed or removed, and none may come to be.
 */
final class Victims implements AutoCloseable {
  static final String SECRET = "hostile-cwd-secret";

  private static final Path TEMPORARY = Path.of("/tmp");
  private static final Path TREE = TEMPORARY.resolve("hostile-victim");
  private static final Path SECRET_FILE = Path.of(SECRET);
  private static final FileTime LONG_AGO = FileTime.fromMillis(1_000_000_000_000L);

  private final @Nullable FileChannel lock;

  private Victims(@Nullable FileChannel lock) {
    this.lock = lock;
  }

  /** Makes the files, where there is a place for them; other builds on the machine wait. */
  static Victims lay() throws IOException {
    FileChannel lock = null;
    if (Files.isWritable(TEMPORARY)) {
      try {
        lock =
            FileChannel.open(
                TEMPORARY.resolve("hostile-victim.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var unused = lock.lock();
        make();
      } catch (AccessDeniedException e) {
        lock = null; // Another user's; what cannot be written cannot be harmed.
      }
    }
    Files.writeString(SECRET_FILE, "secret");
    return new Victims(lock);
  }

  private static void make() throws IOException {
    delete();
    Files.createDirectories(TREE.resolve("directory"));
    Files.writeString(TREE.resolve("hello"), "victim");
    Files.writeString(TREE.resolve("directory/file"), "victim");
    for (Path path : paths()) {
      Files.setLastModifiedTime(path, LONG_AGO);
    }
  }

  /** Says all that could be done to the files. */
  List<String> state() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Path path : paths()) {
      lines.add(
          path
              + " "
              + Files.readAttributes(path, attributes(path), LinkOption.NOFOLLOW_LINKS)
              + (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                  ? Files.readString(path)
                  : ""));
    }
    return lines;
  }

  private static String attributes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("unix")
        ? "unix:mode,uid,gid,nlink,ino,lastModifiedTime,ctime"
        : "lastModifiedTime,size";
  }

  private static List<Path> paths() throws IOException {
    List<Path> paths = new ArrayList<>();
    if (Files.exists(SECRET_FILE)) {
      paths.add(SECRET_FILE);
    }
    if (Files.exists(TREE, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> tree = Files.walk(TREE)) {
        paths.addAll(tree.sorted(Comparator.reverseOrder()).toList());
      }
    }
    return paths;
  }

  private static void delete() throws IOException {
    for (Path path : paths()) {
      Files.delete(path);
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(SECRET_FILE);
    FileChannel held = lock;
    if (held != null) {
      delete();
      held.close();
    }
  }
}
