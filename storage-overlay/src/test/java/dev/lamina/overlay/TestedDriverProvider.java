package dev.lamina.overlay;

import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Offers the storage's driver for a directory of a file system with faults, too, which is one of
 * this machine.
 */
public final class TestedDriverProvider implements StorageDriverProvider {
  private final OverlayDriverProvider provider = new OverlayDriverProvider();

  private static Path real(Path root) {
    return Path.of(root.toString());
  }

  @Override
  public String storage() {
    return provider.storage();
  }

  @Override
  public Optional<String> unavailable(Path root) {
    return provider.unavailable(real(root));
  }

  @Override
  public StorageDriver driver(Path root) {
    return provider.driver(real(root));
  }
}
