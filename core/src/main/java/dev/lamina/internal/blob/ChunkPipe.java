package dev.lamina.internal.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pipe of byte chunks from one thread to another. Chunks are handed over, not copied, and
 * used again; the pipe never holds more than {@value #DEPTH} of them.
 */
final class ChunkPipe {
  /** The length of a chunk: large enough that handing over costs nothing beside filling it. */
  static final int CHUNK = 256 * 1024;

  private static final int DEPTH = 4;

  /** Thrown to a writer whose reader has gone; the reader knows why. */
  static final class ReaderGoneException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private record Chunk(Buffer buffer, int length) {}

  /** What is handed over. */
  static final class Buffer {
    final byte[] bytes = new byte[CHUNK];
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Chunk> full = new ArrayDeque<>();
  private final Deque<Buffer> empty = new ArrayDeque<>();
  private int made;
  private long taken;
  private boolean ended;
  private boolean readerGone;
  private @Nullable IOException failure;

  /** Returns a buffer to fill, waiting for one. */
  Buffer buffer() throws IOException {
    lock.lock();
    try {
      while (true) {
        if (readerGone) {
          throw new ReaderGoneException();
        }
        Buffer buffer = empty.poll();
        if (buffer != null) {
          return buffer;
        }
        if (made < DEPTH) {
          made++;
          return new Buffer();
        }
        await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Hands over the beginning of a buffer. */
  void put(Buffer buffer, int length) throws IOException {
    lock.lock();
    try {
      if (readerGone) {
        throw new ReaderGoneException();
      }
      full.add(new Chunk(buffer, length));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Says that there is no more. */
  void end() {
    finish(null);
  }

  /** Says that the rest cannot be had; the reader gets this exception. */
  void fail(IOException cause) {
    finish(cause);
  }

  private void finish(@Nullable IOException cause) {
    lock.lock();
    try {
      if (!ended) {
        ended = true;
        failure = cause;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many bytes the reader has taken. */
  long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Says that nobody reads on; the writer gets {@link ReaderGoneException}. */
  void abandon() {
    lock.lock();
    try {
      readerGone = true;
      full.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether nobody reads on. */
  boolean isAbandoned() {
    lock.lock();
    try {
      return readerGone;
    } finally {
      lock.unlock();
    }
  }

  /** Returns what the writer can write; it does not say itself that there is no more. */
  OutputStream writer() {
    return new Writer();
  }

  /** Returns what the reader reads; every chunk is shown to the observer first. */
  InputStream reader(ChunkObserver observer) {
    return new Reader(observer);
  }

  /** Sees chunks as they pass. */
  interface ChunkObserver {
    /** Nobody watches. */
    ChunkObserver NONE = (bytes, length) -> {};

    void chunk(byte[] bytes, int length) throws IOException;
  }

  private @Nullable Chunk take(@Nullable Chunk used) throws IOException {
    lock.lock();
    try {
      if (used != null) {
        empty.add(used.buffer());
        changed.signalAll();
      }
      while (full.isEmpty()) {
        if (ended) {
          if (failure != null) {
            throw failure;
          }
          return null;
        }
        await();
      }
      Chunk chunk = full.remove();
      taken += chunk.length();
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // The callers have the loops.
  private void await() throws InterruptedIOException {
    try {
      changed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private final class Writer extends OutputStream {
    private @Nullable Buffer buffer;
    private int length;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int count) throws IOException {
      int position = offset;
      while (position < offset + count) {
        Buffer target = buffer == null ? buffer() : buffer;
        buffer = target;
        int step = Math.min(offset + count - position, CHUNK - length);
        System.arraycopy(source, position, target.bytes, length, step);
        position += step;
        length += step;
        if (length == CHUNK) {
          flush();
        }
      }
    }

    @Override
    public void flush() throws IOException {
      Buffer filled = buffer;
      if (filled != null) {
        buffer = null;
        int count = length;
        length = 0;
        put(filled, count);
      }
    }
  }

  private final class Reader extends InputStream {
    private final ChunkObserver observer;
    private @Nullable Chunk chunk;
    private int position;
    private boolean atEnd;

    Reader(ChunkObserver observer) {
      this.observer = observer;
    }

    private boolean fill() throws IOException {
      while (!atEnd && (chunk == null || position == chunk.length())) {
        chunk = take(chunk);
        position = 0;
        if (chunk == null) {
          atEnd = true;
        } else {
          observer.chunk(chunk.buffer().bytes, chunk.length());
        }
      }
      return !atEnd;
    }

    @Override
    public int read() throws IOException {
      return fill() && chunk != null ? chunk.buffer().bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (!fill() || chunk == null) {
        return -1;
      }
      int count = Math.min(length, chunk.length() - position);
      System.arraycopy(chunk.buffer().bytes, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long left = count;
      while (left > 0 && fill() && chunk != null) {
        int step = (int) Math.min(left, chunk.length() - position);
        position += step;
        left -= step;
      }
      return count - Math.max(left, 0);
    }

    @Override
    public int available() {
      return chunk == null ? 0 : chunk.length() - position;
    }
  }
}
