package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A regular file of a tree that cannot be changed. */
final class LayerFile implements WritableTree.OpenFile {
  private final LayerTree tree;
  private final TreeNode node;
  private final long size;

  LayerFile(LayerTree tree, TreeNode node) {
    this.tree = tree;
    this.node = node;
    this.size = node.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return tree.read(node, position, target);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    throw new ErrnoException(Errno.EROFS);
  }

  @Override
  public long append(ByteBuffer source) throws IOException {
    throw new ErrnoException(Errno.EROFS);
  }

  @Override
  public void truncate(long newSize) throws IOException {
    throw new ErrnoException(Errno.EROFS);
  }

  @Override
  public void force() {}

  @Override
  public void close() {}
}
