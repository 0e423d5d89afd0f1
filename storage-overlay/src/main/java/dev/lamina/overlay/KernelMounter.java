package dev.lamina.overlay;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** Mounts by the kernel's overlayfs. */
final class KernelMounter extends VerifyingMounter {
  /** The type of the file system. */
  static final String TYPE = "overlay";

  /** What says that a kernel does not know the new calls, or not that for one directory. */
  private static final Set<Integer> UNKNOWN = Set.of(Posix.ENOSYS, Posix.EPERM, Posix.EINVAL);

  private final MountCalls first;
  private final MountCalls second;

  KernelMounter() {
    this(new NewMountCalls(), new ClassicMountCall());
  }

  /** Mounts by the second calls if the kernel may not know the first ones. */
  KernelMounter(MountCalls first, MountCalls second) {
    this.first = first;
    this.second = second;
  }

  @Override
  void attach(OverlayPlan plan) throws IOException {
    if (plan.lowers().size() > OverlayPlan.MAX_LOWERS) {
      throw new IOException(
          "cannot mount %s: it takes %d directories, and the kernel joins at most %d; squash layers, or use the storage vfs"
              .formatted(plan.target(), plan.lowers().size(), OverlayPlan.MAX_LOWERS));
    }
    try {
      first.mount(plan);
    } catch (PosixException e) {
      if (!UNKNOWN.contains(e.errno())) {
        throw e;
      }
      mountAfter(e, plan);
    }
  }

  /** What the kernel says of the first calls is told: it says nothing of the second. */
  private void mountAfter(PosixException failure, OverlayPlan plan) throws IOException {
    try {
      second.mount(plan);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw failure.errno() == Posix.ENOSYS ? e : failure;
    }
  }

  @Override
  String ownDifference(OverlayPlan plan, MountTable.Entry found) {
    if (!found.type().equals(TYPE)) {
      return "a file system of type " + found.type() + " is mounted";
    }
    if (found.lowers() != plan.lowers().size()) {
      return "the kernel has joined %d directories of %d"
          .formatted(found.lowers(), plan.lowers().size());
    }
    Optional<String> changes = plan.upper().map(upper -> Posix.text(upper.directory()));
    if (found.upper().isPresent() != changes.isPresent()) {
      return changes.isPresent() ? "it cannot be changed" : "it can be changed";
    }
    return found
        .upper()
        .filter(name -> !KernelNames.isDescriptor(name) && !name.equals(changes.orElse("")))
        .map(name -> "changes go to " + name)
        .orElse("");
  }
}
