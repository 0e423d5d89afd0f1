package dev.lamina.overlay;

import dev.lamina.ImageStore;

/** Offers {@link OverlayImageStore} with mounts by {@code fuse-overlayfs} to {@link ImageStore}. */
public final class FuseImageStoreProvider extends MountingProvider {
  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public FuseImageStoreProvider() {
    super("fuse-overlayfs", 200, OverlayOptions.Mode.FUSE);
  }
}
