package dev.lamina.vfs;

import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import java.nio.file.Path;

/** Offers the storage's driver to the engine. */
public final class VfsDriverProvider implements StorageDriverProvider {
  /** Makes the provider, for {@link java.util.ServiceLoader}. */
  public VfsDriverProvider() {}

  @Override
  public String storage() {
    return VfsDriver.NAME;
  }

  @Override
  public StorageDriver driver(Path root) {
    return new VfsDriver();
  }
}
