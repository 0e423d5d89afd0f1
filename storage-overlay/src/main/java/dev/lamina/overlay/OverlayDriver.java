package dev.lamina.overlay;

import dev.lamina.UnsupportedStorageException;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The storage that unpacks layers, and has them joined by mounts. */
final class OverlayDriver implements StorageDriver {
  /** The name of the storage. */
  static final String NAME = "overlay";

  OverlayDriver(OverlayProbe probe, OverlayOptions options) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options)
      throws IOException {
    throw new UnsupportedStorageException("cannot mount yet");
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException {
    throw new UnsupportedStorageException("cannot mount yet");
  }

  @Override
  public void delete(Path directory) throws IOException {}

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return Map.of();
  }
}
