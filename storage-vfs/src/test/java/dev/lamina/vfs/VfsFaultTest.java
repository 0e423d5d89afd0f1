package dev.lamina.vfs;

import dev.lamina.engine.ImageStores;
import dev.lamina.faults.FaultContract;
import dev.lamina.faults.Opening;
import dev.lamina.faults.Operation;
import dev.lamina.faults.Operations;
import dev.lamina.spi.StorageDriver;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A store of this storage survives what goes wrong with its file system. */
final class VfsFaultTest implements FaultContract {
  @Override
  public Opening opening() {
    return (root, options) -> ImageStores.open(root, driver(root), options);
  }

  private static StorageDriver driver(Path root) {
    return ImageStores.storageOf(root).filter(MovedVfsDriver.NAME::equals).isPresent()
        ? new MovedVfsDriver()
        : new VfsDriver();
  }

  @Override
  public Stream<Operation> more() {
    return Stream.of(
        Operation.ofClosed(
            "convert",
            Operations::withContainer,
            (trial, root, store) ->
                ImageStores.convert(root, new MovedVfsDriver(), trial.options())));
  }
}
