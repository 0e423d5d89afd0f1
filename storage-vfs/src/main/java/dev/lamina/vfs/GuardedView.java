package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A tree that others change, as one sees it who only reads: each answer is of one moment. Its nodes
 * say what is now. Closing it does nothing.
 */
record GuardedView(GuardedTree tree) implements LayerTree {
  @Override
  public TreeNode root() {
    return tree.root();
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    return tree.use(t -> t.child(directory, name));
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    return tree.use(t -> t.children(directory));
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    return tree.use(t -> t.read(file, position, target));
  }

  @Override
  public void close() {}
}
