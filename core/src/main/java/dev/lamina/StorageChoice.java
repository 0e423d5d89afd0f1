package dev.lamina;

import java.util.Optional;

/**
 * By which storage a store is to be opened, for programs that leave it to the machine or to their
 * users. Immutable.
 *
 * @param storage the storage's name; empty for the best that works here
 */
public record StorageChoice(Optional<String> storage) {
  /**
   * Returns the choice of a store's own storage; for a new store, of the first that is on the class
   * or module path and works here: kernel mounts ({@code overlay}), mounts by FUSE ({@code
   * fuse-overlayfs}), then the file system in pure Java ({@code vfs}).
   */
  public static StorageChoice bestAvailable() {
    return new StorageChoice(Optional.empty());
  }

  /** Returns the choice of one storage by its name, such as {@code vfs}. */
  public static StorageChoice of(String storage) {
    return new StorageChoice(Optional.of(storage));
  }

  /** Returns the storage's name, or {@code best available}. */
  @Override
  public String toString() {
    return storage.orElse("best available");
  }
}
