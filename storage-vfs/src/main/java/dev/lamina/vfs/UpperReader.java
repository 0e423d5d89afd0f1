package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What directories hold: their own entries, and through them what is below. */
final class UpperReader {
  private static final Comparator<TreeNode> BY_NAME =
      Comparator.comparing(TreeNode::name, Arrays::compareUnsigned);

  private final UpperState state;
  private final LayerTree below;

  UpperReader(UpperState state) {
    this.state = state;
    this.below = state.below();
  }

  @Nullable UpperNode child(UpperNode directory, byte[] name) throws IOException {
    if (directory.inode() instanceof UpperDirectory changed) {
      UpperInode entry = changed.entries().get(name);
      if (entry != null) {
        return entry == UpperDirectory.WHITEOUT
            ? null
            : UpperNode.of(state, directory, name.clone(), entry);
      }
    }
    TreeNode lower = shown(directory);
    return lower == null
        ? null
        : below.child(lower, name).map(node -> UpperNode.of(state, directory, node)).orElse(null);
  }

  /** Returns the directory below that shows through; null if none does. */
  private static @Nullable TreeNode shown(UpperNode directory) {
    UpperInode inode = directory.inode();
    if (inode == null) {
      return directory.lower();
    }
    Lower lower = inode.lower();
    return lower == null || inode.isDeleted() ? null : lower.node();
  }

  List<TreeNode> children(UpperNode directory) throws IOException {
    UpperDirectory changed =
        directory.inode() instanceof UpperDirectory inode && !inode.entries().isEmpty()
            ? inode
            : null;
    List<TreeNode> children = new ArrayList<>();
    TreeNode lower = shown(directory);
    if (lower != null) {
      for (TreeNode node : below.children(lower)) {
        if (changed == null || !changed.entries().containsKey(node.name())) {
          children.add(UpperNode.of(state, directory, node));
        }
      }
    }
    if (changed != null) {
      addOwn(directory, changed, children);
    }
    return children;
  }

  private void addOwn(UpperNode directory, UpperDirectory changed, List<TreeNode> children) {
    changed
        .entries()
        .forEach(
            (name, inode) -> {
              if (inode != UpperDirectory.WHITEOUT) {
                children.add(UpperNode.of(state, directory, name, inode));
              }
            });
    children.sort(BY_NAME);
  }

  boolean isEmpty(UpperNode directory) throws IOException {
    return children(directory).isEmpty();
  }

  /**
   * Returns whether a file has not been deleted. What has no inode is still where it was found, if
   * it is anywhere.
   */
  boolean isAlive(UpperNode node) throws IOException {
    for (UpperNode at = node; at != null; at = at.parent()) {
      UpperInode inode = at.inode();
      if (inode != null) {
        return !inode.isDeleted();
      }
      UpperNode parent = at.parent();
      if (parent != null) {
        UpperNode now = child(parent, at.name());
        if (now == null || now.fileId() != at.fileId()) {
          return false;
        }
      }
    }
    return true;
  }
}
