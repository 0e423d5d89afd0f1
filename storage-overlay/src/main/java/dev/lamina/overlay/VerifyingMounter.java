package dev.lamina.overlay;

import dev.lamina.IdMap;
import dev.lamina.MountInUseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A mounter that looks at what came out, and unmounts it if it is not what was asked for. */
abstract class VerifyingMounter implements Mounter {
  /** Mounts, and does not look at what came out. */
  abstract void attach(OverlayPlan plan) throws IOException;

  /** Returns in what a mount of this kind is not what was asked for; empty if it is. */
  abstract String ownDifference(OverlayPlan plan, MountTable.Entry found);

  @Override
  public final void mount(OverlayPlan plan) throws IOException {
    attach(plan);
    Path target = plan.target();
    Optional<MountTable.Entry> found = find(target);
    if (found.isEmpty()) {
      found = find(target); // Older kernels skip some when others unmount meanwhile.
    }
    String difference = found.map(entry -> difference(plan, entry)).orElse("nothing is there");
    if (difference.isEmpty() && plan.shift().isPresent()) {
      difference = ownerDifference(plan, plan.shift().get().map());
    }
    if (!difference.isEmpty()) {
      detach(target);
      throw new IOException("cannot mount " + target + ": " + difference);
    }
  }

  /** Looks for what is mounted at a place. */
  Optional<MountTable.Entry> find(Path target) throws IOException {
    return MountTable.read().at(target);
  }

  /** Returns in what a mount is not what was asked for; empty if it is. */
  final String difference(OverlayPlan plan, MountTable.Entry found) {
    String difference = ownDifference(plan, found);
    if (!difference.isEmpty() || found.isReadOnly() == plan.upper().isEmpty()) {
      return difference;
    }
    return found.isReadOnly() ? "it is read-only" : "it is not read-only";
  }

  /** An owner that the map does not have is nobody's in the mount. */
  private static String ownerDifference(OverlayPlan plan, IdMap map) throws IOException {
    UpperStat below = UpperStat.read(plan.root());
    UpperStat seen = UpperStat.read(plan.target());
    boolean isShifted =
        map.hostUser(below.uid()).orElse(seen.uid()) == seen.uid()
            && map.hostGroup(below.gid()).orElse(seen.gid()) == seen.gid();
    return isShifted
        ? ""
        : "it belongs to %d:%d, and is %d:%d in the layers, which should be another one's"
            .formatted(seen.uid(), seen.gid(), below.uid(), below.gid());
  }

  @Override
  public final void unmount(Path target) throws IOException {
    try {
      unmount(target, 0);
    } catch (PosixException e) {
      if (e.errno() == Posix.EBUSY) {
        throw new MountInUseException(target, MountHolders.of(target));
      }
      throw e;
    }
  }

  @Override
  public final void detach(Path target) throws IOException {
    unmount(target, Posix.MNT_DETACH);
  }

  private void unmount(Path target, int flags) throws IOException {
    try {
      take(target, flags);
    } catch (PosixException e) {
      if (e.errno() != Posix.EINVAL && e.errno() != Posix.ENOENT) {
        throw e; // Else nothing is mounted there.
      }
    }
  }

  /** Unmounts by the system call. */
  void take(Path target, int flags) throws IOException {
    Posix.unmount(target, flags);
  }
}
