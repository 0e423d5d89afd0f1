package dev.lamina.vfs;

import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import org.jspecify.annotations.Nullable;

/** A changed file, link, device or pipe. */
final class UpperFile extends UpperInode {
  private final Fixed fixed;
  private volatile long size;

  UpperFile(long id, NodeType type, @Nullable Lower lower, InodeState state, Fixed fixed) {
    super(id, type, lower, state);
    this.fixed = fixed;
    this.size = lower == null ? fixed.target().length : lower.node().size();
  }

  /** What never changes: a link's target and a device's number. */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record Fixed(byte[] target, int major, int minor) {
    static final Fixed NONE = new Fixed(new byte[0], 0, 0);

    static Fixed of(TreeNode node) {
      return node.type() == NodeType.FILE
          ? NONE
          : new Fixed(node.linkTarget(), node.deviceMajor(), node.deviceMinor());
    }
  }

  Fixed fixed() {
    return fixed;
  }

  long size() {
    return size;
  }

  void size(long newSize) {
    size = newSize;
  }
}
