package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A file of an {@link OverlayTree} as it was when it was looked up. */
final class OverlayNode implements TreeNode {
  // Those of files below are small, or count down from the largest number.
  private static final long CHANGED = 1L << 62;

  private final OverlayTree tree;
  private final @Nullable OverlayNode parent;
  private final byte[] name;
  private final @Nullable UpperFile upper;
  private final @Nullable Lower lower;

  /**
   * Makes a node; of upper and lower at least one is there.
   *
   * @param parent null for the root
   * @param upper what has been changed, or is new
   * @param lower what is below, and is seen through it
   */
  OverlayNode(
      OverlayTree tree,
      @Nullable OverlayNode parent,
      byte[] name,
      @Nullable UpperFile upper,
      @Nullable Lower lower) {
    this.tree = tree;
    this.parent = parent;
    this.name = name;
    this.upper = upper;
    this.lower = lower;
  }

  OverlayTree tree() {
    return tree;
  }

  @Nullable UpperFile upper() {
    return upper;
  }

  @Nullable Lower lower() {
    return lower;
  }

  private TreeNode below() {
    return Objects.requireNonNull(lower).node();
  }

  /** Returns where it is in the tree. */
  EntryPath path() {
    return parent == null ? EntryPath.ROOT : parent.path().resolve(name);
  }

  @Override
  public NodeType type() {
    return upper == null ? below().type() : Objects.requireNonNull(upper.stat().type());
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public EntryAttributes attributes() {
    return upper == null ? below().attributes() : upper.attributes();
  }

  @Override
  public long size() {
    if (upper == null) {
      return below().size();
    }
    return switch (type()) {
      case FILE -> upper.stat().size();
      case SYMLINK -> upper.target().length;
      default -> 0;
    };
  }

  @Override
  public byte[] linkTarget() {
    return upper == null ? below().linkTarget() : upper.target();
  }

  private boolean isDevice() {
    return type() == NodeType.CHARACTER_DEVICE || type() == NodeType.BLOCK_DEVICE;
  }

  @Override
  public int deviceMajor() {
    if (upper == null) {
      return below().deviceMajor();
    }
    return isDevice() ? upper.stat().deviceMajor() : 0;
  }

  @Override
  public int deviceMinor() {
    if (upper == null) {
      return below().deviceMinor();
    }
    return isDevice() ? upper.stat().deviceMinor() : 0;
  }

  @Override
  public int linkCount() {
    if (upper == null) {
      return below().linkCount();
    }
    return type() == NodeType.DIRECTORY ? 1 : upper.links();
  }

  @Override
  public long fileId() {
    return upper == null ? below().fileId() : upper.stat().inode() | CHANGED;
  }

  @Override
  public int layer() {
    return upper == null ? below().layer() : -1;
  }

  /** Knows a changed file, with all its names, until it is changed again. */
  private record ChangedOrigin(OverlayTree tree, long inode, long changedNanos) {}

  @Override
  public Object origin() {
    if (lower != null && isAllBelow(lower.node())) {
      return lower.node().origin();
    }
    return upper == null || type() == NodeType.DIRECTORY
        ? this
        : new ChangedOrigin(tree, upper.stat().inode(), upper.stat().changedNanos());
  }

  private boolean isAllBelow(TreeNode below) {
    if (type() == NodeType.DIRECTORY) {
      return tree.isUnchangedIn(this);
    }
    return upper == null || linkCount() == below.linkCount();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof OverlayNode other
        && tree == other.tree
        && Arrays.equals(name, other.name)
        && Objects.equals(parent, other.parent);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(name) + (parent == null ? 0 : Arrays.hashCode(parent.name));
  }
}
