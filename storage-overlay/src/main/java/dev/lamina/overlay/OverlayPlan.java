package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be mounted.
 *
 * @param lowers the directories to be joined, from the top to the base; at least two if there is no
 *     upper
 * @param upper where changes go; empty for a tree that cannot be changed
 * @param flags how it is mounted
 * @param target where: an empty directory, without symbolic links in its path
 * @param source what the kernel says that it is made of
 * @param shift how owners are others than in the directories; empty if they are the same
 */
record OverlayPlan(
    List<Path> lowers,
    Optional<Upper> upper,
    OverlayFlags flags,
    Path target,
    String source,
    Optional<Shift> shift) {
  /** The most directories that the kernel joins. */
  static final int MAX_LOWERS = 500;

  /**
   * Where changes go.
   *
   * @param directory what the kernel writes changed files to
   * @param work what it needs besides, on the same file system
   */
  record Upper(Path directory, Path work) {}

  /**
   * How owners are others than in the directories.
   *
   * @param map who they are
   * @param place a directory of the mount's own, where something may be mounted meanwhile
   */
  record Shift(IdMap map, Path place) {}

  /** Makes a plan of a mount with the usual source and the owners of the directories. */
  OverlayPlan(List<Path> lowers, Optional<Upper> upper, OverlayFlags flags, Path target) {
    this(lowers, upper, flags, target, KernelMounter.TYPE, Optional.empty());
  }

  /** Returns this plan with another source. */
  OverlayPlan source(String other) {
    return new OverlayPlan(lowers, upper, flags, target, other, shift);
  }

  /** Returns this plan with other owners. */
  OverlayPlan shift(Optional<Shift> other) {
    return new OverlayPlan(lowers, upper, flags, target, source, other);
  }

  /** Returns this plan, without a shift, of the same directories by other names. */
  OverlayPlan renamed(Renaming renaming) throws IOException {
    List<Path> renamed = new ArrayList<>();
    for (Path lower : lowers) {
      renamed.add(renaming.name(lower));
    }
    Optional<Upper> changes = Optional.empty();
    if (upper.isPresent()) {
      Path directory = renaming.name(upper.get().directory());
      changes = Optional.of(new Upper(directory, renaming.name(upper.get().work())));
    }
    return new OverlayPlan(renamed, changes, flags, target, source, Optional.empty());
  }

  /** Gives a directory another name. */
  @FunctionalInterface
  interface Renaming {
    /** Returns the other name of a directory. */
    Path name(Path directory) throws IOException;
  }

  /** Returns all directories. */
  List<Path> directories() {
    List<Path> all = new ArrayList<>(lowers);
    upper.ifPresent(changes -> all.addAll(List.of(changes.directory(), changes.work())));
    return all;
  }

  /** Returns the directory of which the mount's root is. */
  Path root() {
    return upper.map(Upper::directory).orElse(lowers.get(0));
  }

  /** Returns what the mount forbids, as bits for the kernel. */
  int forbidden() {
    return (upper.isEmpty() ? Posix.MOUNT_RDONLY : 0)
        | (flags.nodev() ? Posix.MOUNT_NODEV : 0)
        | (flags.nosuid() ? Posix.MOUNT_NOSUID : 0)
        | (flags.noexec() ? Posix.MOUNT_NOEXEC : 0);
  }
}
