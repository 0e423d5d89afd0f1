/** Images as real overlayfs mounts. */
module dev.lamina.overlay {
  requires transitive dev.lamina.core;
  requires com.sun.jna;
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;

  exports dev.lamina.overlay;

  provides dev.lamina.ImageStoreProvider with
      dev.lamina.overlay.OverlayImageStoreProvider,
      dev.lamina.overlay.FuseImageStoreProvider;
  provides dev.lamina.spi.StorageDriverProvider with
      dev.lamina.overlay.OverlayDriverProvider;
}
