package dev.lamina.spi;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The file tree that a stack of layers gives: the union, with whiteouts and opaque directories
 * applied. Read-only, and safe for use by several threads.
 */
public interface LayerTree extends Closeable {
  /**
   * Returns the root directory.
   *
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  TreeNode root();

  /**
   * Returns what a directory has under a name.
   *
   * @throws IOException if a layer's index cannot be read
   */
  Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException;

  /**
   * Returns all that a directory holds, sorted by name as unsigned bytes.
   *
   * @throws IOException if a layer's index cannot be read
   */
  List<TreeNode> children(TreeNode directory) throws IOException;

  /**
   * Reads bytes of a regular file into the buffer, as {@link
   * java.nio.channels.FileChannel#read(ByteBuffer, long)} does.
   *
   * @return how many bytes were read; -1 at or after the end of the file
   * @throws IOException if the layer cannot be read
   */
  int read(TreeNode file, long position, ByteBuffer target) throws IOException;

  /** Lets go of the layers. Nodes must not be used afterwards. */
  @Override
  void close() throws IOException;
}
