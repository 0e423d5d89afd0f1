package dev.lamina.overlay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A directory to try something in, which is deleted in the end with all that is in it. */
final class TrialDirectory implements Closeable {
  /** A store may be made where one was left: what begins like its marker is none of its files. */
  private static final String PREFIX = "lamina-store-trial-";

  private final Path path;
  private int names;

  private TrialDirectory(Path path) {
    this.path = path;
  }

  static TrialDirectory in(Path place) throws IOException {
    return new TrialDirectory(Files.createTempDirectory(place.toRealPath(), PREFIX));
  }

  /** Returns where it is. */
  Path path() {
    return path;
  }

  /** Returns a path that nothing is at yet. */
  Path newPath() {
    return path.resolve("t" + ++names);
  }

  /** Makes a directory. */
  Path newDirectory() throws IOException {
    return Files.createDirectory(newPath());
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  /** What is mounted here has been taken away; nobody else knows the directory. */
  private static void delete(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      // The kernel makes directories that are closed even to their owner.
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
      try (DirectoryStream<Path> children = Files.newDirectoryStream(file)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.deleteIfExists(file);
  }
}
