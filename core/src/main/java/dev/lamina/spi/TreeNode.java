package dev.lamina.spi;

/**
 * A file of a {@link LayerTree}: immutable, valid as long as its tree is open. Two nodes are equal
 * when they are the same name in the same directory of the same tree.
 */
public interface TreeNode {
  /** Returns what kind of file this is. */
  NodeType type();

  /** Returns the name in its directory; empty for the root. Not to be changed. */
  byte[] name();

  /** Returns mode, owner, time and extended attributes. */
  EntryAttributes attributes();

  /** Returns the length of a file or of a symbolic link's target, in bytes; 0 for all others. */
  long size();

  /** Returns what a symbolic link holds; empty for all others. Not to be changed. */
  byte[] linkTarget();

  /** Returns the device number's major part; 0 for what is no device. */
  int deviceMajor();

  /** Returns the device number's minor part; 0 for what is no device. */
  int deviceMinor();

  /** Returns how many names the file has in its layer; at least 1. */
  int linkCount();

  /** Returns a number that within the tree only the names of one file share; greater than 0. */
  long fileId();

  /** Returns which layer brought the node, 0 for the base; -1 if no layer names it. */
  int layer();

  /**
   * Returns what the node's contents are known by, in all trees of a store: if two nodes have equal
   * origins then both are the same file, or directories with the same files below, of which all is
   * the same. The attributes of the two nodes themselves may differ. Nodes with different origins
   * may be alike all the same.
   */
  Object origin();
}
