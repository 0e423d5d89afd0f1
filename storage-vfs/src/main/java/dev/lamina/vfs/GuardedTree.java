package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.ClosedFileSystemException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A tree that is not closed while somebody reads it. A tree may lie in mapped memory: to touch one
 * of its nodes after the mapping is gone would end the whole process, so every use of a node is a
 * {@link Work} inside {@link #use}.
 */
final class GuardedTree implements Closeable {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final LayerTree tree;
  private boolean closed;

  GuardedTree(LayerTree tree) {
    this.tree = tree;
  }

  /** Something done with an open tree; must not call what a user wrote. */
  @FunctionalInterface
  interface Work<T> {
    T apply(LayerTree tree) throws IOException;
  }

  /**
   * Does the work while nobody can close the tree.
   *
   * @throws ClosedFileSystemException if the tree is closed
   */
  <T> T use(Work<T> work) throws IOException {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new ClosedFileSystemException();
      }
      return work.apply(tree);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Reads bytes of a regular file, as {@link LayerTree#read}. */
  int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    return use(t -> t.read(file, position, target));
  }

  /** Waits for the work under way and closes the tree. */
  @Override
  public void close() throws IOException {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tree.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
