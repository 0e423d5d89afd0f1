package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;

/** A node that is no directory: one record of one layer. */
final class MergedLeaf extends MergedNode {
  MergedLeaf(MergedTree tree, int layer, int record) {
    super(tree, layer, record, tree.index(layer).name(record));
  }

  private LayerIndex index() {
    return tree().index(topLayer());
  }

  @Override
  public NodeType type() {
    return switch (index().type(index().primary(record()))) {
      case FILE -> NodeType.FILE;
      case SYMLINK -> NodeType.SYMLINK;
      case CHARACTER_DEVICE -> NodeType.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> NodeType.BLOCK_DEVICE;
      case FIFO -> NodeType.FIFO;
      case DIRECTORY, HARD_LINK, WHITEOUT -> throw new IllegalStateException("no leaf");
    };
  }

  @Override
  public EntryAttributes attributes() {
    return index().attributes(record());
  }

  @Override
  public long size() {
    return index().size(record());
  }

  @Override
  public byte[] linkTarget() {
    return index().linkTarget(record());
  }

  @Override
  public int deviceMajor() {
    return index().deviceMajor(record());
  }

  @Override
  public int deviceMinor() {
    return index().deviceMinor(record());
  }

  @Override
  public int linkCount() {
    return index().linkCount(record());
  }

  @Override
  public long fileId() {
    return tree().fileId(topLayer(), index().primary(record()));
  }

  @Override
  public Object origin() {
    return tree().origin(topLayer(), index().primary(record()));
  }

  @Override
  public int layer() {
    return topLayer();
  }
}
