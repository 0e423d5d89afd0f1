package dev.lamina;

import java.nio.file.Path;

/** A storage module's way to open a store, found by {@link java.util.ServiceLoader}. */
public interface ImageStoreProvider {
  /** Returns whether the directory is a store that this storage made. */
  boolean recognises(Path root);

  /**
   * Opens the store, or makes it if the directory is empty or missing.
   *
   * @return the store; the caller closes it
   */
  ImageStore open(Path root, StoreOptions options);
}
