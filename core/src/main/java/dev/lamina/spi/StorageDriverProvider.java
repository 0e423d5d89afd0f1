package dev.lamina.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A storage's driver for the engine, found by {@link java.util.ServiceLoader}: what reads the
 * changes of containers when their store is converted to another storage.
 */
public interface StorageDriverProvider {
  /** Returns the storage's name, as the driver has it. */
  String storage();

  /** Returns why the storage cannot work in a store's directory; empty if it can. */
  default Optional<String> unavailable(Path root) {
    return Optional.empty();
  }

  /** Returns a driver for the store in a directory. */
  StorageDriver driver(Path root);
}
