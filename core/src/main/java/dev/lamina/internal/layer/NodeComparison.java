package dev.lamina.internal.layer;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.TreeNode;

/** What makes two files, at one path of two trees and of one type, the same. */
public interface NodeComparison {
  /** Returns whether both are the same, whatever is below them. */
  boolean isSame(EntryPath path, TreeNode below, TreeNode above);

  /** Returns whether all is the same below two directories, so that nobody has to look. */
  default boolean isSameBelow(EntryPath path, TreeNode below, TreeNode above) {
    return below.origin().equals(above.origin());
  }
}
