package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a name stood for when it was looked up: a file below until somebody changes that, and from
 * then on its inode.
 */
final class UpperNode implements TimedNode {
  private final UpperState state;
  private final @Nullable UpperNode parent;
  private final byte[] name;
  private final @Nullable TreeNode lower;
  private volatile @Nullable UpperInode inode;

  private UpperNode(
      UpperState state,
      @Nullable UpperNode parent,
      byte[] name,
      @Nullable TreeNode lower,
      @Nullable UpperInode inode) {
    this.state = state;
    this.parent = parent;
    this.name = name;
    this.lower = lower;
    this.inode = inode;
  }

  /** Makes a node of what the tree below has in a directory; without one, of the root. */
  static UpperNode of(UpperState state, @Nullable UpperNode parent, TreeNode lower) {
    return new UpperNode(state, parent, lower.name(), lower, null);
  }

  static UpperNode of(UpperState state, @Nullable UpperNode parent, byte[] name, UpperInode inode) {
    return new UpperNode(state, parent, name, null, inode);
  }

  UpperState state() {
    return state;
  }

  /** Returns the directory that it was looked up in; null if it was not, or has no parent. */
  @Nullable UpperNode parent() {
    return parent;
  }

  /** Returns what it is below; only for what has no inode. */
  TreeNode lower() {
    return Objects.requireNonNull(lower);
  }

  /** Returns the inode, if there has to be one yet. */
  @Nullable UpperInode inode() {
    UpperInode known = inode;
    if (known == null && lower != null) {
      known = state.inode(lower.fileId());
      inode = known;
    }
    return known;
  }

  /** Gives a deleted file an inode that only those know who have the node. */
  void detach(UpperInode ofItsOwn) {
    inode = ofItsOwn;
  }

  @Override
  public NodeType type() {
    UpperInode changed = inode();
    return changed == null ? lower().type() : changed.type();
  }

  @Override
  public byte[] name() {
    return name;
  }

  @Override
  public EntryAttributes attributes() {
    UpperInode changed = inode();
    return changed == null ? lower().attributes() : changed.state().attributes();
  }

  @Override
  public long accessedNanos() {
    UpperInode changed = inode();
    return changed == null ? lower().attributes().modifiedNanos() : changed.accessedNanos();
  }

  @Override
  public long changedNanos() {
    UpperInode changed = inode();
    return changed == null ? lower().attributes().modifiedNanos() : changed.state().changedNanos();
  }

  @Override
  public long size() {
    UpperInode changed = inode();
    return changed == null ? lower().size() : changed instanceof UpperFile file ? file.size() : 0;
  }

  @Override
  public byte[] linkTarget() {
    UpperInode changed = inode();
    return changed == null ? lower().linkTarget() : fixed(changed).target();
  }

  @Override
  public int deviceMajor() {
    UpperInode changed = inode();
    return changed == null ? lower().deviceMajor() : fixed(changed).major();
  }

  @Override
  public int deviceMinor() {
    UpperInode changed = inode();
    return changed == null ? lower().deviceMinor() : fixed(changed).minor();
  }

  private static UpperFile.Fixed fixed(UpperInode inode) {
    return inode instanceof UpperFile file ? file.fixed() : UpperFile.Fixed.NONE;
  }

  @Override
  public int linkCount() {
    UpperInode changed = inode();
    return changed == null ? lower().linkCount() : changed.state().links();
  }

  @Override
  public long fileId() {
    UpperInode changed = inode();
    return changed == null ? lower().fileId() : changed.id();
  }

  @Override
  public int layer() {
    return inode() == null ? lower().layer() : -1;
  }

  @Override
  public Object origin() {
    UpperInode changed = inode();
    if (changed == null) {
      return isWholeBelow() ? lower().origin() : this;
    }
    Lower from = changed.lower();
    return from != null && isLowers(changed, from) ? from.node().origin() : changed;
  }

  private boolean isWholeBelow() {
    return lower().type() != NodeType.DIRECTORY || !state.isChangedBelow(lower().fileId());
  }

  private boolean isLowers(UpperInode changed, Lower from) {
    return changed instanceof UpperDirectory directory
        ? directory.entries().isEmpty() && !state.isChangedBelow(from.id())
        : changed.state().data() == 0 && !changed.state().isLinked();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof UpperNode other
        && state == other.state
        && fileId() == other.fileId()
        && (type() == NodeType.DIRECTORY || (isNamedLike(other) && isBesides(other)));
  }

  private boolean isNamedLike(UpperNode other) {
    return Arrays.equals(name, other.name);
  }

  private boolean isBesides(UpperNode other) {
    return parent != null && other.parent != null && parent.fileId() == other.parent.fileId();
  }

  @Override
  public int hashCode() {
    return Long.hashCode(fileId());
  }
}
