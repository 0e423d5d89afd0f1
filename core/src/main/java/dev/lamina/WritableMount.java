package dev.lamina;

import java.util.stream.Stream;

/**
 * A file tree that can be changed: an image's, of which the changes go when the mount is closed, or
 * a container's, which keeps them. The image itself never changes. Safe for use by several threads.
 */
public interface WritableMount extends Mount {
  /**
   * Returns what has changed so far, as {@code docker diff} does, sorted by path. Computed while
   * the stream is consumed.
   *
   * @return the changes; the caller closes the stream
   * @throws ImageStoreException while the stream is consumed, if the tree cannot be read
   */
  Stream<FileChange> changes();

  /**
   * Begins to make an image of the tree as it is then: of the image, and the changes as a layer.
   */
  Committing commit();
}
