package dev.lamina.testing;

import dev.lamina.Mount;
import dev.lamina.Mounting;
import dev.lamina.WritableMount;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The mounts of a store that have not been closed yet. Safe for use by several threads. */
final class OpenMounts {
  private final List<TrackedMount<?>> open = new CopyOnWriteArrayList<>();

  Mounting track(Mounting mounting, String name) {
    return new TrackedMounting(mounting, name, this);
  }

  Mount track(Mount mount, String name) {
    return add(new TrackedMount<>(mount, name, this));
  }

  WritableMount track(WritableMount mount, String name) {
    return add(new TrackedWritableMount(mount, name, this));
  }

  private <M extends TrackedMount<?>> M add(M mount) {
    open.add(mount);
    return mount;
  }

  void remove(TrackedMount<?> mount) {
    open.remove(mount);
  }

  /**
   * Requires that there are none.
   *
   * @throws AssertionError if there are; where each was opened stands in a suppressed exception
   */
  void requireNone() {
    List<TrackedMount<?>> left = List.copyOf(open);
    if (!left.isEmpty()) {
      AssertionError error =
          new AssertionError(
              left.size()
                  + (left.size() == 1 ? " mount was" : " mounts were")
                  + " left open: "
                  + left
                  + "; close each, best by try-with-resources");
      left.forEach(mount -> error.addSuppressed(mount.opened()));
      throw error;
    }
  }
}
