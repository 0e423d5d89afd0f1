package dev.lamina.vfs;

import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The contents of a regular file that is open: those below, until the first write copies them. */
final class UpperContent {
  private static final int COPY_SIZE = 1 << 16;

  private final UpperContents all;
  private final long id;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final @Nullable TreeNode lower;
  private volatile @Nullable UpperFile file;
  private volatile @Nullable ChangesFile data;

  UpperContent(UpperContents all, long id, @Nullable TreeNode lower, @Nullable UpperFile file) {
    this.all = all;
    this.id = id;
    this.lower = lower;
    this.file = file;
  }

  long id() {
    return id;
  }

  @Nullable UpperFile file() {
    return file;
  }

  /** Notes that the file below has got an inode. */
  void file(UpperFile inode) {
    file = inode;
  }

  long size() {
    UpperFile known = file;
    return known != null ? known.size() : lower == null ? 0 : lower.size();
  }

  int read(ByteBuffer target, long position) throws IOException {
    lock.readLock().lock();
    try {
      UpperFile known = file;
      if (known != null && known.state().data() != 0) {
        return data(known).read(target, position);
      }
      return lower == null ? atEnd(target) : all.below().read(lower, position, target);
    } finally {
      lock.readLock().unlock();
    }
  }

  private static int atEnd(ByteBuffer target) {
    return target.hasRemaining() ? -1 : 0;
  }

  private ChangesFile data(UpperFile known) throws IOException {
    ChangesFile open = data;
    return open != null ? open : all.openData(this, known.state().data());
  }

  /** Opens the data file once; the caller holds the lock of all contents. */
  ChangesFile dataOnce(DataFiles files, long number) throws IOException {
    ChangesFile open = data;
    if (open == null) {
      open = files.open(number);
      data = open;
    }
    return open;
  }

  int write(UpperFile inode, ByteBuffer source, long position) throws IOException {
    lock.writeLock().lock();
    try {
      return writeAt(inode, source, position);
    } finally {
      lock.writeLock().unlock();
    }
  }

  long append(UpperFile inode, ByteBuffer source) throws IOException {
    lock.writeLock().lock();
    try {
      long end = inode.size();
      writeAt(inode, source, end);
      return end;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int writeAt(UpperFile inode, ByteBuffer source, long position) throws IOException {
    int start = source.position();
    if (!source.hasRemaining()) {
      return 0;
    }
    ChangesFile own = own(inode, Long.MAX_VALUE);
    try {
      own.write(source, position);
    } finally {
      int count = source.position() - start;
      if (count > 0) {
        inode.size(Math.max(inode.size(), position + count));
      }
    }
    all.written(inode);
    return source.position() - start;
  }

  void truncate(UpperFile inode, long size) throws IOException {
    lock.writeLock().lock();
    try {
      ChangesFile own = own(inode, size);
      if (size < inode.size()) {
        own.truncate(size);
      } else if (size > inode.size()) {
        own.write(ByteBuffer.allocate(1), size - 1);
      }
      inode.size(size);
      all.written(inode);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Returns the data file, with at least so many of the bytes below. */
  private ChangesFile own(UpperFile inode, long limit) throws IOException {
    long number = inode.state().data();
    if (number != 0) {
      all.changed(number);
      return data(inode);
    }
    long next = all.files().nextNumber();
    ChangesFile copy = all.files().create(next);
    try {
      long length = copyUp(copy, limit);
      all.copied(inode, next);
      inode.size(length);
    } catch (IOException | RuntimeException e) {
      discard(copy, next, e);
      throw e;
    }
    data = copy;
    return copy;
  }

  private long copyUp(ChangesFile copy, long limit) throws IOException {
    if (lower == null) {
      return 0;
    }
    long length = Math.min(limit, lower.size());
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(COPY_SIZE, length));
    long at = 0;
    while (at < length) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
      if (all.below().read(lower, at, buffer) < 0) {
        throw new IOException("the file below ends before its size of " + length + " bytes");
      }
      copy.write(buffer.flip(), at);
      at += buffer.limit();
    }
    return length;
  }

  private void discard(ChangesFile copy, long number, Exception cause) {
    try {
      copy.close();
      all.files().delete(number);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Closes the data file; nobody uses it. */
  void close() throws IOException {
    ChangesFile open = data;
    data = null;
    if (open != null) {
      open.close();
    }
  }
}
