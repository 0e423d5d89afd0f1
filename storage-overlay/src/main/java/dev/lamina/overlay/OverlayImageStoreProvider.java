package dev.lamina.overlay;

import dev.lamina.ImageStore;

/** Offers {@link OverlayImageStore} with mounts of the kernel to {@link ImageStore}. */
public final class OverlayImageStoreProvider extends MountingProvider {
  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public OverlayImageStoreProvider() {
    super("overlay", 100, OverlayOptions.Mode.KERNEL);
  }
}
