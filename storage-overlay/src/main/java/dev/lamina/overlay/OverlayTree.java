package dev.lamina.overlay;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tree below with the changes that overlayfs has written to an upper directory, which is read as
 * it is and not through the mount. What has not been changed is what the tree below says. Others
 * may change the tree at any time: what they have just taken away is not there.
 */
final class OverlayTree implements LayerTree {
  /** The real directories of layers. */
  @FunctionalInterface
  interface Lowers {
    /**
     * Returns what a mount has as the lower directory of a layer.
     *
     * @param layer 0 for the base
     */
    Path diff(int layer) throws IOException;
  }

  /**
   * Makes the tree. It reads nothing yet.
   *
   * @param below the stack's tree, places included; the caller closes it, after this tree
   */
  OverlayTree(LayerTree below, ChangesDirectory changes, Marks marks, Lowers lowers) {}

  @Override
  public TreeNode root() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns how many bytes the changes take: each file in the upper directory with its whole
   * length, once however many names it has, and a symbolic link with its target's.
   */
  long writtenBytes() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Closes what is open of the changes; the tree below is the caller's. */
  @Override
  public void close() throws IOException {}
}
