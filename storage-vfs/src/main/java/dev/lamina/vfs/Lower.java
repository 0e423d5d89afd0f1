package dev.lamina.vfs;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.TreeNode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree below.
 *
 * @param parent the directory that it is in; null for the root
 */
record Lower(@Nullable Lower parent, TreeNode node) {
  long id() {
    return node.fileId();
  }

  /** Returns the path in the tree below. */
  EntryPath path() {
    Deque<byte[]> names = new ArrayDeque<>();
    for (Lower at = this; at.parent != null; at = at.parent) {
      names.push(at.node.name());
    }
    EntryPath path = EntryPath.ROOT;
    for (byte[] name : names) {
      path = path.resolve(name);
    }
    return path;
  }
}
