package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A tree that is not closed while somebody uses it, and that one at a time changes. A tree may lie
 * in mapped memory: to touch one of its nodes after the mapping is gone would end the whole
 * process, so every use of a node is a {@link Work} inside {@link #use} or {@link #change}.
 */
final class GuardedTree implements Closeable {
  /** As many as threads can run at once, up to eight; a power of two. */
  private static final int STRIPES =
      Integer.highestOneBit(2 * Math.min(Runtime.getRuntime().availableProcessors(), 8) - 1);

  /**
   * Who uses the tree holds one of them, by his thread, and who changes it all: those who only read
   * have no word of memory in common that they write.
   */
  private final ReadWriteLock[] locks = new ReadWriteLock[STRIPES];

  private final AtomicLong changes = new AtomicLong();
  private final LayerTree tree;
  private boolean closed;

  GuardedTree(LayerTree tree) {
    this.tree = tree;
    Arrays.setAll(locks, i -> new ReentrantReadWriteLock());
  }

  /** Something done with an open tree; must not call what a user wrote, nor use the guard again. */
  @FunctionalInterface
  interface Work<T, R> {
    R apply(T tree) throws IOException;
  }

  boolean isReadOnly() {
    return !(tree instanceof WritableTree);
  }

  /** Returns the root, of which only {@link #use} may ask anything. */
  TreeNode root() {
    return tree.root();
  }

  /** Returns how often something was changed: while the number stays, everything stays. */
  long changes() {
    return changes.get();
  }

  /**
   * Does the work while nobody can close or change the tree.
   *
   * @throws ClosedFileSystemException if the tree is closed
   */
  <R> R use(Work<? super LayerTree, R> work) throws IOException {
    Lock held = locks[(int) Thread.currentThread().getId() & STRIPES - 1].readLock();
    held.lock();
    try {
      return open(work, tree);
    } finally {
      held.unlock();
    }
  }

  /**
   * Does the work, which is on a file's contents only, while nobody can close or change the tree.
   *
   * @throws ClosedFileSystemException if the tree is closed
   */
  <R> R write(Work<? super LayerTree, R> work) throws IOException {
    try {
      return use(work);
    } finally {
      changes.incrementAndGet();
    }
  }

  /**
   * Does the work while nobody else uses the tree.
   *
   * @throws ClosedFileSystemException if the tree is closed
   * @throws ReadOnlyFileSystemException if the tree cannot be changed
   */
  <R> R change(Work<? super WritableTree, R> work) throws IOException {
    if (!(tree instanceof WritableTree writable)) {
      throw new ReadOnlyFileSystemException();
    }
    lockAll();
    try {
      return open(work, writable);
    } finally {
      unlockAll();
      changes.incrementAndGet();
    }
  }

  private <T, R> R open(Work<? super T, R> work, T of) throws IOException {
    if (closed) {
      throw new ClosedFileSystemException();
    }
    return work.apply(of);
  }

  private void lockAll() {
    for (ReadWriteLock lock : locks) {
      lock.writeLock().lock();
    }
  }

  private void unlockAll() {
    for (ReadWriteLock lock : locks) {
      lock.writeLock().unlock();
    }
  }

  /** Waits for the work under way and closes the tree. */
  @Override
  public void close() throws IOException {
    lockAll();
    try {
      if (!closed) {
        closed = true;
        tree.close();
      }
    } finally {
      unlockAll();
    }
  }
}
