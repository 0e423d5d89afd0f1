package dev.lamina.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.ClosedFileSystemException;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A regular file's bytes as a channel. Closing the file system closes the channel: what is under
 * way then ends normally or with {@link AsynchronousCloseException}, what comes later with {@link
 * ClosedChannelException}.
 */
final class UnionFileChannel extends FileChannel {
  private static final int TRANSFER_SIZE = 1 << 16;

  private final GuardedFile file;
  private final OpenMode mode;
  private final boolean interruptible;
  private final UnionFileSystem fileSystem;
  private final Lock positionLock = new ReentrantLock();
  private long position;

  /**
   * @param interruptible whether interrupting a thread that reads or writes closes the channel, as
   *     it must a channel that the user sees
   */
  UnionFileChannel(
      UnionFileSystem fileSystem, GuardedFile file, OpenMode mode, boolean interruptible) {
    this.fileSystem = fileSystem;
    this.file = file;
    this.mode = mode;
    this.interruptible = interruptible;
  }

  /** Something done with the file. */
  @FunctionalInterface
  private interface Step<R> {
    R run() throws IOException;
  }

  /** Does a step as a channel must that a thread may close, or interrupt, in the middle. */
  private <R> R step(Step<R> step) throws IOException {
    boolean completed = false;
    try {
      if (interruptible) {
        begin();
      }
      if (!isOpen()) {
        throw new AsynchronousCloseException();
      }
      R result = step.run();
      completed = true;
      return result;
    } catch (ClosedFileSystemException e) {
      close();
      throw new AsynchronousCloseException();
    } finally {
      if (interruptible) {
        end(completed);
      }
    }
  }

  private void checkOpen() throws ClosedChannelException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private void checkReadable() throws ClosedChannelException {
    checkOpen();
    if (!mode.read()) {
      throw new NonReadableChannelException();
    }
  }

  private void checkWritable() throws ClosedChannelException {
    checkOpen();
    if (!mode.write()) {
      throw new NonWritableChannelException();
    }
  }

  private static void checkTakesBytes(ByteBuffer target) {
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
  }

  private static void checkNotNegative(long value, String what) {
    if (value < 0) {
      throw new IllegalArgumentException("negative " + what + ": " + value);
    }
  }

  private int readAt(ByteBuffer target, long from) throws IOException {
    return target.hasRemaining() ? step(() -> file.read(target, from)) : 0;
  }

  /** Writes all, and returns where the next byte would go. */
  private long writeAt(ByteBuffer source, long to) throws IOException {
    int count = source.remaining();
    long end =
        step(
            () -> {
              if (mode.append()) {
                return file.append(source);
              }
              int unused = file.write(source, to);
              return to + count;
            });
    if (mode.force()) {
      force(true);
    }
    return end;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    checkReadable();
    checkTakesBytes(target);
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
    checkReadable();
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
    checkReadable();
    checkTakesBytes(target);
    return readAt(target, from);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    checkWritable();
    int count = source.remaining();
    positionLock.lock();
    try {
      position = writeAt(source, position);
      return count;
    } finally {
      positionLock.unlock();
    }
  }

  /** Writes the buffers one after the other, with no write of this channel between them. */
  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    checkWritable();
    positionLock.lock();
    try {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        total += sources[i].hasRemaining() ? write(sources[i]) : 0;
      }
      return total;
    } finally {
      positionLock.unlock();
    }
  }

  /** Writes at a position; to a file opened for appending at its end, as Linux has it. */
  @Override
  public int write(ByteBuffer source, long to) throws IOException {
    checkNotNegative(to, "position");
    checkWritable();
    int count = source.remaining();
    long unused = writeAt(source, to);
    return count;
  }

  @Override
  public long position() throws IOException {
    checkOpen();
    positionLock.lock();
    try {
      return mode.append() ? step(file::size) : position;
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
    return step(file::size);
  }

  @Override
  public UnionFileChannel truncate(long size) throws IOException {
    checkOpen();
    checkNotNegative(size, "size");
    checkWritable();
    positionLock.lock();
    try {
      if (size < size()) {
        resize(size);
      }
      position = Math.min(position, size);
      return this;
    } finally {
      positionLock.unlock();
    }
  }

  private void resize(long size) throws IOException {
    Boolean unused =
        step(
            () -> {
              file.resize(size);
              return true;
            });
  }

  @Override
  public void force(boolean metaData) throws IOException {
    checkOpen();
    Boolean unused =
        step(
            () -> {
              file.force();
              return true;
            });
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    checkOpen();
    if (!target.isOpen()) {
      throw new ClosedChannelException();
    }
    checkReadable();
    checkNotNegative(from, "position");
    checkNotNegative(count, "count");
    long total = Math.max(0, Math.min(count, size() - from));
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

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    checkOpen();
    if (!source.isOpen()) {
      throw new ClosedChannelException();
    }
    checkWritable();
    checkNotNegative(to, "position");
    checkNotNegative(count, "count");
    if (to > size()) {
      return 0;
    }
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(TRANSFER_SIZE, count));
    long done = 0;
    while (done < count) {
      chunk.clear().limit((int) Math.min(chunk.capacity(), count - done));
      int read = source.read(chunk);
      if (read <= 0) {
        break;
      }
      done += write(chunk.flip(), to + done);
    }
    return done;
  }

  /**
   * Copies a part of the file into memory outside the heap: layers are compressed, so that there is
   * no file to map. What is written to a private mapping stays there.
   *
   * @throws UnsupportedOperationException for a mapping whose changes would be the file's
   */
  @Override
  public MappedByteBuffer map(MapMode mapMode, long from, long length) throws IOException {
    checkOpen();
    Objects.requireNonNull(mapMode, "mode");
    checkNotNegative(from, "position");
    checkNotNegative(length, "size");
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("size over 2^31 - 1: " + length);
    }
    if (mapMode != MapMode.READ_ONLY) {
      checkWritable();
    }
    checkReadable();
    if (mapMode != MapMode.READ_ONLY && mapMode != MapMode.PRIVATE) {
      throw new UnsupportedOperationException(
          "changes of a mapping cannot become the file's; write through the channel");
    }
    if (length > size() - from) {
      if (!mode.write()) {
        throw new IOException("cannot map beyond the end of a file that is read-only");
      }
      resize(from + length);
    }
    return MappedCopy.of(this, from, (int) length, mapMode == MapMode.PRIVATE);
  }

  /** Locks a part of the file against other channels of this file system. */
  @Override
  public FileLock lock(long from, long length, boolean shared) throws IOException {
    checkOpen();
    if (shared) {
      checkReadable();
    } else {
      checkWritable();
    }
    FileLock lock = fileSystem.locks().lock(this, file.fileId(), from, length, shared);
    if (!isOpen()) { // Closed meanwhile, perhaps before the lock was there to be given back.
      fileSystem.locks().release(this, file.fileId());
      throw new AsynchronousCloseException();
    }
    return lock;
  }

  @Override
  public FileLock tryLock(long from, long length, boolean shared) throws IOException {
    return lock(from, length, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    fileSystem.locks().release(this, file.fileId());
    try {
      file.close();
    } finally {
      fileSystem.resources().unregister(this);
    }
  }
}
