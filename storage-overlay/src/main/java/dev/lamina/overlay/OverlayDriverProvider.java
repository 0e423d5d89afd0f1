package dev.lamina.overlay;

import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import java.nio.file.Path;
import java.util.Optional;

/** Offers the storage's driver to the engine, with whatever mounts here. */
public final class OverlayDriverProvider implements StorageDriverProvider {
  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public OverlayDriverProvider() {}

  @Override
  public String storage() {
    return OverlayDriver.NAME;
  }

  @Override
  public Optional<String> unavailable(Path root) {
    OverlayProbe probe = OverlayProbe.probe(root);
    return probe.works() ? Optional.empty() : Optional.of(probe.explanation());
  }

  @Override
  public StorageDriver driver(Path root) {
    return new OverlayDriver(OverlayProbe.probe(root), OverlayOptions.defaults());
  }
}
