package dev.lamina.overlay;

import java.io.IOException;

/** A way to ask the kernel for an overlay. */
@FunctionalInterface
interface MountCalls {
  /** Mounts, and does not look at what came out. */
  void mount(OverlayPlan plan) throws IOException;
}
