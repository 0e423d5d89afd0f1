package dev.lamina;

import java.nio.file.Path;

/**
 * An image's files as a tree. Safe for use by several threads.
 *
 * <p>Closing a mount, or its store, closes every stream and channel opened below it; paths below it
 * then answer with {@link java.nio.file.ClosedFileSystemException}. The layers of a mounted image
 * stay readable until then, also when the image is removed meanwhile.
 */
public interface Mount extends AutoCloseable {
  /** Returns the root of the tree. */
  Path root();

  /**
   * Returns the image that is mounted, or that the container was made from.
   *
   * @throws ImageNotFoundException if it is a container's, of which the image was removed
   */
  Image image();

  /** Begins to write all files of the tree somewhere else. */
  Exporting export();

  /**
   * Takes the tree away. Closing once more does nothing.
   *
   * @throws ImageStoreException if the storage cannot
   */
  @Override
  void close();
}
