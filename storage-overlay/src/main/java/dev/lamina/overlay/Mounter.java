package dev.lamina.overlay;

import dev.lamina.MountInUseException;
import java.io.IOException;
import java.nio.file.Path;

/** What has directories joined. Safe for use by several threads. */
interface Mounter {
  /**
   * Mounts, and finds that all is mounted that was asked for.
   *
   * @throws IOException if it cannot be mounted, or something else came out; nothing is mounted
   *     then
   */
  void mount(OverlayPlan plan) throws IOException;

  /**
   * Unmounts; does nothing if nothing is mounted there.
   *
   * @throws MountInUseException if somebody uses the tree
   */
  void unmount(Path target) throws IOException;

  /** Takes the mount away from where it is; who uses it can go on. */
  void detach(Path target) throws IOException;
}
