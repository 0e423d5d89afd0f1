package dev.lamina.engine;

import dev.lamina.IdMap;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Directories of the host that are made where somebody has asked for them. */
final class HostDirectories {
  private static final String REACHABLE = "rwxr-xr-x";

  private static final String REACHABLE_BY_GROUP = "rwx--x---";

  private final Deque<Path> made = new ArrayDeque<>();
  private final Optional<IdMap> idMap;

  /**
   * @param idMap who a container's root is, who must come to what is mounted in a directory
   */
  HostDirectories(Optional<IdMap> idMap) {
    this.idMap = idMap;
  }

  /**
   * Makes a directory, and those that it is in, unless they are there. Only their owner can enter
   * them, and the group of a container's root: what is mounted there may hold setuid programs.
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
    if (idMap.isPresent()) {
      letEnter(directory, idMap.get().hostGroup(0).orElseThrow());
    }
  }

  private static void letEnter(Path directory, long group) throws IOException {
    Path unused = Files.setAttribute(directory, "unix:gid", (int) group);
    unused =
        Files.setPosixFilePermissions(
            directory, PosixFilePermissions.fromString(REACHABLE_BY_GROUP));
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
