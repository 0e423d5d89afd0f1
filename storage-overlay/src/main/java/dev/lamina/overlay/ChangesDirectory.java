package dev.lamina.overlay;

import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.StorageDriver.Differences;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The directory in which a mount keeps what is changed: what is in it, how it is made and how it is
 * deleted.
 *
 * @param path where it is
 */
record ChangesDirectory(Path path) {
  /** Returns the directory with what a stack has beside its layers: one more lower directory. */
  Path places() {
    return path.resolve("places");
  }

  /**
   * Returns the directory that has the places and, since there may not be one more, what the
   * topmost lower directory has, for which it stands.
   */
  Path top() {
    return path.resolve("top");
  }

  /** Returns what the kernel writes changed files to. */
  Path upper() {
    return path.resolve("upper");
  }

  /** Returns what the kernel needs besides. */
  Path work() {
    return path.resolve("work");
  }

  /** Returns the place of the mount, unless it is wanted elsewhere. */
  Path merged() {
    return path.resolve("merged");
  }

  /** Returns the note of what writes the changes. */
  Path writer() {
    return path.resolve("writer");
  }

  /** Returns whether all of it has been made, but for the places. */
  boolean isMade() {
    return Files.isDirectory(upper()) && Files.isDirectory(work()) && Files.isDirectory(merged());
  }

  /**
   * Makes what is missing of upper, work and merged; an upper one that is there stays as it is.
   *
   * @param root what the root of the tree below has
   * @param limit how many bytes all changes may take, if there was a limit when they were made
   */
  void make(EntryAttributes root, OptionalLong limit) throws IOException {
    OwnerOnly.createDirectory(work());
    OwnerOnly.createDirectory(merged());
    if (!Presence.isDirectory(upper())) {
      makeUpper(root, limit);
    }
    Optional<ProjectQuota> quota = ProjectQuota.of(upper());
    if (quota.isPresent()) {
      quota.get().add(work());
      quota.get().limit(limit);
    }
  }

  /** Gives it its name when it has its attributes, which nobody would give it later. */
  private void makeUpper(EntryAttributes root, OptionalLong limit) throws IOException {
    Path made = path.resolve("upper.new");
    OwnerOnly.createDirectory(made);
    if (limit.isPresent()) {
      ProjectQuota unused = ProjectQuota.make(made, limit.getAsLong());
    }
    Posix.lchown(made, root.uid(), root.gid());
    Path unused = Files.setAttribute(made, "unix:mode", root.mode());
    for (Map.Entry<String, byte[]> xattr : root.xattrs().entrySet()) {
      Posix.setXattr(made, xattr.getKey(), xattr.getValue());
    }
    Posix.setModified(made, root.modifiedNanos());
    unused = Files.move(made, upper(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Looks whether it is as it was made; what was changed has no checksums. */
  void verify(Differences differences) throws IOException {
    if (Presence.exists(writer()) && !ChangesWriter.isNote(Files.readAllBytes(writer()))) {
      differences.add(writer(), "a note of what has written the changes", "something else");
    }
    if (Presence.exists(writer()) && !Presence.isDirectory(upper())) {
      differences.add(upper(), "a directory of changes", "none");
    }
  }

  /**
   * Deletes the directory and all in it, if it is there.
   *
   * @throws IOException if something is mounted below it, or cannot be deleted
   */
  void delete() throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    List<Path> mounted = MountTable.read().in(path.toRealPath());
    if (!mounted.isEmpty()) {
      throw new FileSystemException(
          path.toString(),
          null,
          "cannot delete what is changed: something is mounted at %s; unmount it first"
              .formatted(mounted.get(0)));
    }
    if (Presence.isDirectory(upper())) {
      giveBackQuota();
    }
    FileTreeDeleter.delete(path);
  }

  private void giveBackQuota() throws IOException {
    Optional<ProjectQuota> quota = ProjectQuota.of(upper());
    if (quota.isPresent()) {
      quota.get().limit(OptionalLong.empty());
    }
  }
}
