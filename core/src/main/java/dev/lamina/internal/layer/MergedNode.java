package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;

/**
 * A node of a {@link MergedTree}: a name and the topmost record of its path. Since a record has one
 * path, and a path one topmost record, tree and record tell whether two nodes are equal.
 */
abstract sealed class MergedNode implements TreeNode permits MergedDirectory, MergedLeaf {
  private final MergedTree tree;
  private final int layer;
  private final int record;
  private final byte[] name;

  MergedNode(MergedTree tree, int layer, int record, byte[] name) {
    this.tree = tree;
    this.layer = layer;
    this.record = record;
    this.name = name;
  }

  final MergedTree tree() {
    return tree;
  }

  /** Returns the layer with the topmost record, whether it names the path or not. */
  final int topLayer() {
    return layer;
  }

  final int record() {
    return record;
  }

  @Override
  public final byte[] name() {
    return name;
  }

  @Override
  public abstract NodeType type();

  @Override
  public abstract EntryAttributes attributes();

  @Override
  public final boolean equals(Object object) {
    return object instanceof MergedNode other
        && tree == other.tree
        && layer == other.layer
        && record == other.record;
  }

  @Override
  public final int hashCode() {
    return 31 * record + layer;
  }
}
