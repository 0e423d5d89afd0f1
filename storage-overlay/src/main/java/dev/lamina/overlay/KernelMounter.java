package dev.lamina.overlay;

import dev.lamina.MountInUseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Mounts by the kernel's overlayfs, with one call for each directory (fsopen(2) and what follows
 * it): the single text of mount(2) is cut after a page, and has fewer directories then than were
 * asked for.
 */
final class KernelMounter implements Mounter {
  private static final String TYPE = "overlay";

  /** The most bytes that the kernel takes as the value of an option, without the zero at the end. */
  private static final int MAX_VALUE = 255;

  @Override
  public void mount(OverlayPlan plan) throws IOException {
    if (plan.lowers().size() > OverlayPlan.MAX_LOWERS) {
      throw new IOException(
          "cannot mount %s: it takes %d directories, and the kernel joins at most %d; squash layers, or use the storage vfs"
              .formatted(plan.target(), plan.lowers().size(), OverlayPlan.MAX_LOWERS));
    }
    attach(plan);
    verify(plan);
  }

  private static void attach(OverlayPlan plan) throws IOException {
    Path target = plan.target();
    Deque<Posix.Handle> directories = new ArrayDeque<>();
    try (Posix.Handle fileSystem = Posix.openFileSystem(target, TYPE)) {
      Posix.configure(target, fileSystem, "source", TYPE.getBytes(StandardCharsets.US_ASCII));
      for (Path lower : plan.lowers()) {
        Posix.configure(target, fileSystem, "lowerdir+", value(lower, directories));
      }
      if (plan.upper().isPresent()) {
        OverlayPlan.Upper upper = plan.upper().get();
        Posix.configure(target, fileSystem, "upperdir", value(upper.directory(), directories));
        Posix.configure(target, fileSystem, "workdir", value(upper.work(), directories));
      }
      for (Map.Entry<String, String> option : plan.flags().options().entrySet()) {
        byte[] value = option.getValue().getBytes(StandardCharsets.UTF_8);
        Posix.configure(target, fileSystem, option.getKey(), value.length == 0 ? null : value);
      }
      Posix.create(target, fileSystem);
      // Closed at once: what is open keeps the mount in use.
      try (Posix.Handle mount = Posix.mountFileSystem(target, fileSystem, attributes(plan))) {
        Posix.place(mount, target);
      }
    } finally {
      directories.forEach(Posix.Handle::close);
    }
  }

  /** Returns a name of a directory that is short enough, and means nothing else to overlayfs. */
  private static byte[] value(Path directory, Deque<Posix.Handle> open) throws IOException {
    byte[] bytes = Posix.bytes(directory);
    if (bytes.length - 1 <= MAX_VALUE && isPlain(bytes)) {
      return Arrays.copyOf(bytes, bytes.length - 1);
    }
    Posix.Handle handle = Posix.openPath(directory);
    open.push(handle);
    return handle.path().getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isPlain(byte[] path) {
    for (byte b : path) {
      if (b == ':' || b == ',' || b == '\\') {
        return false;
      }
    }
    return true;
  }

  private static int attributes(OverlayPlan plan) {
    OverlayFlags flags = plan.flags();
    return (plan.upper().isEmpty() ? Posix.MOUNT_ATTR_RDONLY : 0)
        | (flags.nodev() ? Posix.MOUNT_ATTR_NODEV : 0)
        | (flags.nosuid() ? Posix.MOUNT_ATTR_NOSUID : 0)
        | (flags.noexec() ? Posix.MOUNT_ATTR_NOEXEC : 0);
  }

  private void verify(OverlayPlan plan) throws IOException {
    Optional<MountTable.Entry> found = MountTable.read().at(plan.target());
    String difference = found.map(entry -> difference(plan, entry)).orElse("nothing is mounted");
    if (!difference.isEmpty()) {
      detach(plan.target());
      throw new IOException("cannot mount " + plan.target() + ": " + difference);
    }
  }

  /** Returns in what a mount is not what was asked for; empty if it is. */
  static String difference(OverlayPlan plan, MountTable.Entry found) {
    if (!found.type().equals(TYPE)) {
      return "a file system of type " + found.type() + " is mounted";
    }
    if (found.lowers() != plan.lowers().size()) {
      return "the kernel has joined %d directories of %d"
          .formatted(found.lowers(), plan.lowers().size());
    }
    if (found.hasUpper() != plan.upper().isPresent()) {
      return found.hasUpper() ? "it can be changed" : "it cannot be changed";
    }
    return found.isReadOnly() == plan.upper().isEmpty()
        ? ""
        : found.isReadOnly() ? "it is read-only" : "it is not read-only";
  }

  @Override
  public void unmount(Path target) throws IOException {
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
  public void detach(Path target) throws IOException {
    unmount(target, Posix.MNT_DETACH);
  }

  private static void unmount(Path target, int flags) throws IOException {
    try {
      Posix.unmount(target, flags);
    } catch (PosixException e) {
      if (e.errno() != Posix.EINVAL && e.errno() != Posix.ENOENT) {
        throw e; // Else nothing is mounted there.
      }
    }
  }
}
