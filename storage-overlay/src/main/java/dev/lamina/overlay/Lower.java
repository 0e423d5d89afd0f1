package dev.lamina.overlay;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * A file of the tree below, with the way to it.
 *
 * @param parent the directory that it is in below; null for the root
 */
record Lower(@Nullable Lower parent, TreeNode node) {
  /** Returns where it is below. */
  EntryPath path() {
    return parent == null ? EntryPath.ROOT : parent.path().resolve(node.name());
  }
}
