package dev.lamina.spi;

import java.io.IOException;

/** A file tree that can be changed, and that a storage shows until it is closed. */
public interface WritableDriverMount extends DriverMount {
  /**
   * Returns the tree as it is at any moment, changes included. What is read from it while somebody
   * changes the tree is what it was before or after.
   *
   * @return the tree; valid as long as this mount is open, closing it does nothing
   */
  LayerTree tree();

  /**
   * Returns how many bytes the changes take, as engines count a layer's: each changed or new file
   * with its whole length, once however many names it has, and a symbolic link with its target's.
   */
  long writtenBytes() throws IOException;

  /** Makes all changes so far survive a power failure. */
  void force() throws IOException;
}
