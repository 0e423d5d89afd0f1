package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The directory in which a mount keeps what is changed: what is in it, how it is made and how it is
 * deleted.
 *
 * @param path where it is
 */
record ChangesDirectory(Path path) {
  /** Returns the directory with what a stack has beside its layers: one more lower directory. */
  Path places() {
    return path.resolve("places");
  }

  /** Returns what the kernel writes changed files to. */
  Path upper() {
    return path.resolve("upper");
  }

  /** Returns what the kernel needs besides. */
  Path work() {
    return path.resolve("work");
  }

  /** Returns the place of the mount, unless it is wanted elsewhere. */
  Path merged() {
    return path.resolve("merged");
  }

  /** Returns whether all of it has been made, but for the places. */
  boolean isMade() {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes what is missing of upper, work and merged; an upper one that is there stays as it is.
   *
   * @param root what the root of the tree below has
   */
  void make(EntryAttributes root) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes the directory and all in it, if it is there.
   *
   * @throws IOException if something is mounted below it, or cannot be deleted
   */
  void delete() throws IOException {
    throw new UnsupportedOperationException();
  }
}
