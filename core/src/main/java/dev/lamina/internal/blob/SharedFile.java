package dev.lamina.internal.blob;

import dev.lamina.internal.compress.PackedBytes;
import dev.lamina.internal.io.OpenFile;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that many threads read at once. An interrupt of one reader closes its channel, as the JDK
 * has it; the others then go on with a new one.
 */
final class SharedFile implements PackedBytes, Closeable {
  private final Path path;
  private final long size;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean closed;

  /** Opens the file. */
  SharedFile(Path path) throws IOException {
    this.path = path;
    this.channel = FileChannel.open(path, StandardOpenOption.READ);
    this.size = size(path, channel);
  }

  private static long size(Path path, FileChannel channel) throws IOException {
    try {
      return channel.size();
    } catch (IOException e) {
      try (channel) {
        throw OpenFile.named(path, e);
      }
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    while (true) {
      FileChannel current = channel;
      try {
        return current.read(target, position);
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (ClosedChannelException e) {
        if (closed) {
          throw e;
        }
        reopen(current);
      } catch (IOException e) {
        throw OpenFile.named(path, e);
      }
    }
  }

  /** Writes bytes of this file to another, which stays open. */
  void transferTo(long position, long count, FileChannel target) throws IOException {
    long at = position;
    long end = position + count;
    while (at < end) {
      FileChannel current = channel;
      try {
        long step = current.transferTo(at, end - at, target);
        if (step <= 0) {
          throw new EOFException(path + " ends at " + at + ", before " + end);
        }
        at += step;
      } catch (ClosedByInterruptException e) {
        throw e;
      } catch (ClosedChannelException e) {
        if (closed || !target.isOpen()) {
          throw e;
        }
        reopen(current);
      }
    }
  }

  private void reopen(FileChannel broken) throws IOException {
    opening.lock();
    try {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (channel == broken) {
        channel = FileChannel.open(path, StandardOpenOption.READ);
      }
    } finally {
      opening.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    opening.lock();
    try {
      closed = true;
      channel.close();
    } catch (IOException e) {
      throw OpenFile.named(path, e);
    } finally {
      opening.unlock();
    }
  }
}
