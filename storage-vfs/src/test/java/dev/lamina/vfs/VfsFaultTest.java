package dev.lamina.vfs;

import dev.lamina.engine.ImageStores;
import dev.lamina.faults.FaultContract;
import dev.lamina.faults.Opening;
import dev.lamina.spi.StorageDriver;
import java.nio.file.Path;

/** A store of this storage survives what goes wrong with its file system. */
final class VfsFaultTest implements FaultContract {
  @Override
  public Opening opening() {
    return (root, options) -> ImageStores.open(root, driver(root), options);
  }

  private static StorageDriver driver(Path root) {
    return ImageStores.storageOf(root).filter(MovedDriver.NAME::equals).isPresent()
        ? new MovedDriver()
        : new VfsDriver();
  }
}
