package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file tree that can be changed: one step a method, as a system call is, with the results that
 * overlayfs with {@code index=on,redirect_dir=on} gives. Refusals are {@link ErrnoException}s.
 *
 * <p>A node is what a name in a directory stood for when it was looked up, and lives as the
 * kernel's inodes do: its attributes are those of the moment, it is the same file when it is
 * renamed, and of a file that was deleted while it is open the contents are there still.
 *
 * <p>Who uses it sees to it that methods that only read run side by side, and that those that
 * change the tree run alone. An {@link OpenFile} may be used while others read or write the same
 * file.
 */
interface WritableTree extends LayerTree {
  /**
   * Makes a file, directory, link, device or pipe.
   *
   * @throws ErrnoException EEXIST; ENOENT if the directory has been deleted; ENAMETOOLONG
   */
  TreeNode create(TreeNode directory, byte[] name, NewNode what) throws IOException;

  /**
   * Gives a file one more name.
   *
   * @throws ErrnoException EPERM for a directory; EEXIST; ENOENT
   */
  void link(TreeNode file, TreeNode directory, byte[] name) throws IOException;

  /**
   * Takes the name of a file that is no directory.
   *
   * @throws ErrnoException ENOENT; EISDIR
   */
  void unlink(TreeNode directory, byte[] name) throws IOException;

  /**
   * Deletes an empty directory.
   *
   * @throws ErrnoException ENOENT; ENOTDIR; ENOTEMPTY; EBUSY for the root
   */
  void removeDirectory(TreeNode directory, byte[] name) throws IOException;

  /**
   * Moves a name, as {@code rename(2)} does: it takes the place of a file, or of an empty directory
   * if it is one itself; nothing happens if both are names of one file.
   *
   * @throws ErrnoException ENOENT; EINVAL for a directory into itself; EISDIR; ENOTDIR; ENOTEMPTY
   */
  void rename(TreeNode fromDirectory, byte[] fromName, TreeNode toDirectory, byte[] toName)
      throws IOException;

  /** Changes attributes, and the time of the last change. */
  void change(TreeNode node, AttributeChange change) throws IOException;

  /** Opens a regular file. If it is opened to be changed, its contents are copied up. */
  OpenFile open(TreeNode file, boolean toChange) throws IOException;

  /**
   * Returns the directory that a directory is in, wherever it has been moved; the root's is itself.
   */
  TreeNode parent(TreeNode directory) throws IOException;

  /** Makes all changes so far survive a power failure. */
  void force() throws IOException;

  /** An open file. Safe for use by several threads; a write is one step. */
  interface OpenFile extends Closeable {
    /** Reads as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of the buffer. */
    int write(ByteBuffer source, long position) throws IOException;

    /** Writes all of the buffer behind the end, and returns where that was. */
    long append(ByteBuffer source) throws IOException;

    long size() throws IOException;

    /** Cuts the file, or makes it longer by zeros. */
    void truncate(long size) throws IOException;

    /** Makes contents and attributes survive a power failure. */
    void force() throws IOException;
  }
}
