package dev.lamina.engine;

import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;

/** Directories of the host that are made where somebody has asked for them. */
final class HostDirectories {
  private static final String REACHABLE = "rwxr-xr-x";

  private final Deque<Path> made = new ArrayDeque<>();

  /**
   * Makes a directory, and those that it is in, unless they are there. Only their owner can enter
   * them: what is mounted there may hold setuid programs.
   *
   * @return its real path
   */
  Path make(Path directory) throws IOException {
    makeAll(directory.toAbsolutePath());
    return directory.toRealPath();
  }

  private void makeAll(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeAll(parent);
    }
    OwnerOnly.createNewDirectory(directory);
    made.push(directory);
  }

  /**
   * Makes a directory to mount at: as {@link #make}, but a tree without a mode of its own is one
   * that a container's user can enter.
   *
   * @return its real path
   */
  Path makeMountPoint(Path directory) throws IOException {
    boolean isThere = Files.isDirectory(directory);
    Path real = make(directory);
    if (!isThere && real.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(real, PosixFilePermissions.fromString(REACHABLE));
    }
    return real;
  }

  /** Takes away what was made, after a failure, which is told what cannot be. */
  void removeAfter(Exception failure) {
    while (!made.isEmpty()) {
      try {
        Files.delete(made.pop());
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }
}
