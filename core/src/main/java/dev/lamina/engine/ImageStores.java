package dev.lamina.engine;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens stores: the one door to the engine, for storages. */
public final class ImageStores {
  private ImageStores() {}

  /**
   * Opens the store in a directory, or makes it if the directory is empty or missing.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the directory is not empty and no store, the store of
   *     another storage, or of a newer format
   * @throws StoreLockedException if another process holds the store's lock too long
   * @throws ImageStoreException if the directory cannot be used
   */
  public static ImageStore open(Path root, StorageDriver driver, StoreOptions options) {
    try {
      return Engine.open(root, driver, options);
    } catch (IOException e) {
      throw Failures.of("cannot open the store " + root, e);
    }
  }

  /**
   * Returns the name of the storage that made the store in a directory; empty if it is no store.
   *
   * @throws ImageStoreException if the directory cannot be read
   */
  public static Optional<String> storageOf(Path root) {
    try {
      return StoreMarker.read(root).map(StoreMarker::storage);
    } catch (IOException e) {
      throw Failures.of("cannot read " + root, e);
    }
  }
}
