package dev.lamina.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What makes a file tree of layers: the one question that a storage answers. Names, lifecycle,
 * blobs, archives, locking and collection are the engine's. Safe for use by several threads.
 */
public interface StorageDriver {
  /** Returns the storage's name, such as {@code vfs}: written into the store's marker. */
  String name();

  /**
   * Shows the union of the layers, read-only.
   *
   * @throws IOException if the tree cannot be opened or mounted
   */
  DriverMount mount(LayerStack stack, MountOptions options) throws IOException;

  /**
   * Shows the union of the layers so that it can be changed. The changes go into a directory, and
   * are there again when the same layers are mounted with it again. One mount at a time uses it.
   *
   * @param changes a directory of the storage's own; empty the first time
   * @throws IOException if the tree cannot be opened or mounted
   */
  WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException;

  /**
   * Deletes a directory of changes, which is not mounted.
   *
   * @throws IOException if something in it cannot be deleted
   */
  void deleteChanges(Path changes) throws IOException;

  /** Returns what {@code inspect} says of the layers under {@code GraphDriver.Data}. */
  Map<String, String> describe(LayerStack stack);

  /**
   * Returns what {@code info} says of the storage in a store's directory, below the backing file
   * system and in this order, such as {@code Supports d_type}.
   */
  default Map<String, String> status(Path root) {
    return Map.of();
  }
}
