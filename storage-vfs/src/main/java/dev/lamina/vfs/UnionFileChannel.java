package dev.lamina.vfs;

import dev.lamina.spi.TreeNode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A regular file's bytes as a channel for reading. Closing the file system closes the channel: a
 * read under way then ends normally or with {@link java.nio.channels.AsynchronousCloseException}, a
 * later one with {@link ClosedChannelException}.
 */
final class UnionFileChannel extends FileChannel {
  private static final int TRANSFER_SIZE = 1 << 16;

  private final GuardedTree tree;
  private final TreeNode file;
  private final long size;
  private final OpenResources resources;
  private final Lock positionLock = new ReentrantLock();
  private long position;

  UnionFileChannel(GuardedTree tree, TreeNode file, long size, OpenResources resources) {
    this.tree = tree;
    this.file = file;
    this.size = size;
    this.resources = resources;
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private static void checkWritable(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
  }

  private static void checkNotNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException("negative " + what + ": " + value);
    }
  }

  /** Reads as a channel must that a thread may close, or interrupt, in the middle. */
  private int readAt(ByteBuffer target, long from) throws IOException {
    if (!target.hasRemaining()) {
      return 0;
    }
    int count = -1;
    boolean completed = false;
    try {
      begin();
      if (isOpen()) {
        count = tree.read(file, from, target);
        completed = true;
      }
    } catch (ClosedFileSystemException e) {
      close();
    } finally {
      end(completed);
    }
    return count;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkOpen();
    checkWritable(target);
    positionLock.lock();
    try {
      int count = readAt(target, position);
      position += Math.max(count, 0);
      return count;
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, targets.length);
    checkOpen();
    positionLock.lock();
    try {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        while (targets[i].hasRemaining()) {
          int count = read(targets[i]);
          if (count < 0) {
            return total == 0 ? -1 : total;
          }
          total += count;
        }
      }
      return total;
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public int read(ByteBuffer target, long from) throws IOException {
    checkNotNegative(from, "position");
    checkOpen();
    checkWritable(target);
    return readAt(target, from);
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    positionLock.lock();
    try {
      return position;
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public UnionFileChannel position(long newPosition) throws IOException {
    checkOpen();
    checkNotNegative(newPosition, "position");
    positionLock.lock();
    try {
      position = newPosition;
      return this;
    } finally {
      positionLock.unlock();
    }
  }

  @Override
  public long size() throws IOException {
    checkOpen();
    return size;
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    checkOpen();
    if (!target.isOpen()) {
      throw new ClosedChannelException();
    }
    checkNotNegative(from, "position");
    checkNotNegative(count, "count");
    long total = Math.max(0, Math.min(count, size - from));
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(TRANSFER_SIZE, total));
    long done = 0;
    while (done < total) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), total - done));
      int read = readAt(chunk, from + done);
      if (read <= 0) {
        break;
      }
      int written = target.write(chunk.flip());
      done += written;
      if (written < read) {
        break; // The target takes no more now; what it did not take is not transferred.
      }
    }
    return done;
  }

  /**
   * Copies a part of the file into memory outside the heap: layers are compressed, so that there is
   * no file to map.
   */
  @Override
  public MappedByteBuffer map(MapMode mode, long from, long length) throws IOException {
    checkOpen();
    Objects.requireNonNull(mode, "mode");
    checkNotNegative(from, "position");
    checkNotNegative(length, "size");
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("size over 2^31 - 1: " + length);
    }
    if (mode != MapMode.READ_ONLY) {
      throw new NonWritableChannelException();
    }
    if (length > size - from) {
      throw new IOException("cannot map beyond the end of a file that is read-only");
    }
    ByteBuffer copy = ByteBuffer.allocateDirect((int) length);
    while (copy.hasRemaining()) {
      if (readAt(copy, from + copy.position()) < 0) {
        throw new EOFException("the file ends before its size of " + size + " bytes");
      }
    }
    // Every direct buffer of the JDK's is of this class; on another JVM there is no way to make
    // one.
    if (copy.flip().asReadOnlyBuffer() instanceof MappedByteBuffer mapped) {
      return mapped;
    }
    throw new UnsupportedOperationException("this JVM's direct buffers are not mapped buffers");
  }

  /** Returns a lock that keeps nobody out: there is no writer. */
  @Override
  public FileLock lock(long from, long length, boolean shared) throws IOException {
    checkOpen();
    if (!shared) {
      throw new NonWritableChannelException();
    }
    return new SharedLock(this, from, length);
  }

  @Override
  public FileLock tryLock(long from, long length, boolean shared) throws IOException {
    return lock(from, length, shared);
  }

  /** A lock among readers. */
  private static final class SharedLock extends FileLock {
    private volatile boolean released;

    SharedLock(FileChannel channel, long from, long length) {
      super(channel, from, length, true);
    }

    @Override
    public boolean isValid() {
      return !released && acquiredBy().isOpen();
    }

    @Override
    public void release() throws IOException {
      if (!acquiredBy().isOpen()) {
        throw new ClosedChannelException();
      }
      released = true;
    }
  }

  /** Does nothing: nothing was changed. */
  @Override
  public void force(boolean metaData) throws IOException {
    checkOpen();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    throw notWritable();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw notWritable();
  }

  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    throw notWritable();
  }

  @Override
  public FileChannel truncate(long newSize) throws IOException {
    throw notWritable();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    throw notWritable();
  }

  private NonWritableChannelException notWritable() throws IOException {
    checkOpen();
    return new NonWritableChannelException();
  }

  @Override
  protected void implCloseChannel() {
    resources.unregister(this);
  }
}
