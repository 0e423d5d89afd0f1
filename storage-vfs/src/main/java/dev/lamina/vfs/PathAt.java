package dev.lamina.vfs;

import dev.lamina.spi.TreeNode;
import java.util.List;

/**
 * A path as system calls take it.
 *
 * @param base the directory where a relative path begins, behind the directories it is in as far as
 *     they are known; empty for the root
 * @param path the bytes as they are, slashes at the end too
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record PathAt(List<TreeNode> base, byte[] path) {
  private static final byte[] HERE = {'.'};

  /** Returns what NIO means by a path; the empty one is the directory where others begin. */
  static PathAt of(List<TreeNode> base, UnionPath path) {
    return new PathAt(base, path.bytes().length == 0 ? HERE : path.bytes());
  }
}
