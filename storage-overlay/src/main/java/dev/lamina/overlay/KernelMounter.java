package dev.lamina.overlay;

import dev.lamina.IdMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Mounts by the kernel's overlayfs, by the calls that a plan and a kernel allow. */
final class KernelMounter extends VerifyingMounter {
  /** The type of the file system. */
  static final String TYPE = "overlay";

  private static final String COPIED =
      "its changes were copied here, and their index knows the files where they were; mount without the option index, or export them there";

  private final MountCalls quick;
  private final MountCalls thorough;
  private final MountCalls old;

  KernelMounter() {
    this(ClassicMountCall.withPaths(), new NewMountCalls(), ClassicMountCall.withDescriptors());
  }

  /**
   * Mounts by the first calls that do.
   *
   * @param quick the usual ones
   * @param thorough those which take everything, and tell best why they fail
   * @param old those for kernels that do not have the thorough ones
   */
  KernelMounter(MountCalls quick, MountCalls thorough, MountCalls old) {
    this.quick = quick;
    this.thorough = thorough;
    this.old = old;
  }

  @Override
  void attach(OverlayPlan plan) throws IOException {
    if (plan.lowers().size() > OverlayPlan.MAX_LOWERS) {
      throw new IOException(
          "cannot mount %s: it takes %d directories, and the kernel joins at most %d; squash layers, or use the storage vfs"
              .formatted(plan.target(), plan.lowers().size(), OverlayPlan.MAX_LOWERS));
    }
    if (plan.shift().isPresent()) {
      attachShifted(plan, plan.shift().get());
    } else {
      attachQuickly(plan);
    }
  }

  private void attachShifted(OverlayPlan plan, OverlayPlan.Shift shift) throws IOException {
    try (ShiftedDirectories shifted = ShiftedDirectories.above(plan.directories(), shift.map())) {
      attachAsOwner(plan.renamed(shifted::name), shift.map());
    } catch (PosixException e) {
      attachPlaced(plan, shift);
    }
  }

  /**
   * Kernels before 6.15 join only what has a place. It is copied when there is one, so that it was
   * mounted last.
   */
  private void attachPlaced(OverlayPlan plan, OverlayPlan.Shift shift) throws IOException {
    try (ScreenedPlace place = ScreenedPlace.in(shift.place());
        ShiftedDirectories shifted = ShiftedDirectories.above(plan.directories(), shift.map())) {
      shifted.place(place.path());
      attachAsOwner(plan.renamed(shifted::name), shift.map());
    }
  }

  /** What the kernel makes in the work directory needs an owner that the map has. */
  private void attachAsOwner(OverlayPlan plan, IdMap map) throws IOException {
    long user = map.hostUser(0).orElseThrow();
    long group = map.hostGroup(0).orElseThrow();
    OtherOwner.run(user, group, () -> attachQuickly(plan));
  }

  private void attachQuickly(OverlayPlan plan) throws IOException {
    try {
      quick.mount(plan);
    } catch (IOException e) {
      attachThoroughly(plan);
    }
  }

  private void attachThoroughly(OverlayPlan plan) throws IOException {
    try {
      thorough.mount(plan);
    } catch (PosixException e) {
      attachAsEver(plan, e);
    }
  }

  private void attachAsEver(OverlayPlan plan, PosixException failure) throws IOException {
    try {
      old.mount(plan);
    } catch (IOException e) {
      IOException told = failure.errno() == Posix.ENOSYS ? e : failure;
      if (isOfCopy(plan, told)) {
        told = new IOException("cannot mount " + plan.target() + ": " + COPIED, told);
      }
      throw told;
    }
  }

  /** An index has handles of files, which are other ones in a copy of their file system. */
  private static boolean isOfCopy(OverlayPlan plan, IOException failure) {
    return plan.upper().isPresent()
        && failure instanceof PosixException posix
        && posix.errno() == Posix.ESTALE;
  }

  /**
   * Asks for this mount alone if the kernel can tell. The table has the same of all mounts, which
   * takes longer the more there are.
   */
  @Override
  Optional<MountTable.Entry> find(Path target) throws IOException {
    Optional<MountTable.Entry> found = MountTable.Entry.at(target);
    return found.isPresent() ? found : super.find(target);
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
