package dev.lamina.engine;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.RepairReport;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
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
      return StoreOpening.open(root, driver, options);
    } catch (IOException e) {
      throw Failures.of("cannot open the store " + root, e);
    }
  }

  /**
   * Makes a store of another storage one of this storage; does nothing if it is one. The other
   * storage's driver is looked for by its {@link dev.lamina.spi.StorageDriverProvider}.
   *
   * @throws UnsupportedStorageException if the directory is no store, or of a newer format; or if a
   *     container was changed, and the storage that has kept the changes is not there or cannot
   *     work here
   * @throws StoreLockedException if somebody has the store open
   * @throws ImageStoreException if something cannot be read or written: the store is what it was
   */
  public static void convert(Path root, StorageDriver driver, StoreOptions options) {
    try {
      Conversion.convert(root, driver, options);
    } catch (IOException e) {
      throw Failures.of("cannot convert the store " + root, e);
    } catch (UncheckedIOException e) { // Of a tree's root.
      throw Failures.of("cannot convert the store " + root, Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * Makes a store that cannot be opened, since its marker or its journal is damaged, one that can
   * be; see {@link ImageStore#repair(Path, dev.lamina.StorageChoice)}.
   *
   * @param driver that of the storage that the store is of
   * @throws UnsupportedStorageException if the directory is no store, or of a newer format
   * @throws StoreLockedException if somebody has the store open
   * @throws ImageStoreException if something cannot be read or written
   */
  public static RepairReport repair(Path root, StorageDriver driver, StoreOptions options) {
    try {
      return StoreRepair.repair(root, driver, options);
    } catch (IOException e) {
      throw Failures.of("cannot repair the store " + root, e);
    }
  }

  /**
   * Returns what {@link #repair} would do, and does nothing.
   *
   * @throws UnsupportedStorageException if the directory is no store, or of a newer format
   * @throws ImageStoreException if something cannot be read
   */
  public static RepairReport planRepair(Path root, StorageDriver driver, StoreOptions options) {
    try {
      return StoreRepair.plan(root, driver, options);
    } catch (IOException e) {
      throw Failures.of("cannot plan to repair the store " + root, e);
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
