package dev.lamina.vfs;

import dev.lamina.spi.TreeNode;

/** A node of a tree that knows more times of a file than that of its last modification. */
interface TimedNode extends TreeNode {
  /** Returns the time of the last access, in nanoseconds since 1970. */
  long accessedNanos();

  /** Returns the time of the last change of contents or attributes, in nanoseconds since 1970. */
  long changedNanos();
}
