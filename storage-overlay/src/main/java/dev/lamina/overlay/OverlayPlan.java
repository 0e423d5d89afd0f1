package dev.lamina.overlay;

import java.nio.file.Path;
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
 */
record OverlayPlan(
    List<Path> lowers, Optional<Upper> upper, OverlayFlags flags, Path target, String source) {
  /** The most directories that the kernel joins. */
  static final int MAX_LOWERS = 500;

  /**
   * Where changes go.
   *
   * @param directory what the kernel writes changed files to
   * @param work what it needs besides, on the same file system
   */
  record Upper(Path directory, Path work) {}

  /** Makes a plan of a mount with the usual source. */
  OverlayPlan(List<Path> lowers, Optional<Upper> upper, OverlayFlags flags, Path target) {
    this(lowers, upper, flags, target, KernelMounter.TYPE);
  }

  /** Returns this plan with another source. */
  OverlayPlan source(String other) {
    return new OverlayPlan(lowers, upper, flags, target, other);
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
