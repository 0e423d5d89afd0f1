package dev.lamina;

import java.nio.file.Path;
import java.util.Optional;

/** A storage module's way to open a store, found by {@link java.util.ServiceLoader}. */
public interface ImageStoreProvider {
  /** Returns the name that chooses this storage, such as {@code vfs}. */
  String name();

  /**
   * Returns the place of this storage among those that are tried when none is chosen: the lower is
   * tried first. The storages of this project have {@code 100} (kernel mounts), {@code 200} (mounts
   * by FUSE) and {@code 1000} (pure Java).
   */
  int rank();

  /**
   * Returns why this storage cannot work here, and what to do; empty if it can.
   *
   * @param root the store's directory, which may be missing; nothing is left in it
   */
  default Optional<String> unavailable(Path root) {
    return Optional.empty();
  }

  /** Returns whether the directory is a store that this storage can open, if it works here. */
  boolean recognises(Path root);

  /**
   * Opens the store, or makes it if the directory is empty or missing.
   *
   * @return the store; the caller closes it
   * @throws UnsupportedStorageException if the storage cannot work here
   */
  ImageStore open(Path root, StoreOptions options);

  /**
   * Makes a store of another storage one of this storage; see {@link ImageStore#convert}. Nothing
   * is to be done if it is one already.
   *
   * @throws UnsupportedStorageException if the storage cannot work here
   */
  void convert(Path root, StoreOptions options);

  /**
   * Makes a store that cannot be opened, since its marker or its journal is damaged, one that can
   * be; see {@link ImageStore#repair(Path, StorageChoice)}. This is the storage that made it.
   *
   * @throws UnsupportedStorageException if the storage cannot do that
   */
  default RepairReport repair(Path root, StoreOptions options) {
    throw new UnsupportedStorageException("the storage " + name() + " does not repair stores");
  }

  /**
   * Returns what {@link #repair} would do, and does nothing.
   *
   * @throws UnsupportedStorageException if the storage cannot do that
   */
  default RepairReport planRepair(Path root, StoreOptions options) {
    throw new UnsupportedStorageException("the storage " + name() + " does not repair stores");
  }
}
