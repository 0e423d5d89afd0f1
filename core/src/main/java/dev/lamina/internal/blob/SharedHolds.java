package dev.lamina.internal.blob;

import static java.nio.file.StandardOpenOption.WRITE;

import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one open store needs for its mounts and readings: one {@link Holds hold} for all of them,
 * since it takes long to make a directory and to remove it. Each has its lines somewhere in the
 * file, which stay where they are; when it lets go they become empty ones. Who reads the file
 * meanwhile may see a part of them, as if it had come a little earlier or later.
 *
 * <p>Safe for use by several threads.
 */
public final class SharedHolds implements AutoCloseable {
  private final Path directory;
  private final Lock lock = new ReentrantLock();

  /** How many bytes are taken, by where they begin. */
  private final NavigableMap<Long, Integer> taken = new TreeMap<>();

  private @Nullable LiveDirectory live;

  /** It is no lock file: closing it drops no lock. */
  private @Nullable FileChannel file;

  private boolean isClosed;

  /** Makes the holds of a store that is open. */
  public SharedHolds(StoreLayout layout) {
    this.directory = layout.leases();
  }

  /** Holds some blobs and layers. */
  public Claim take(Needs needs) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    byte[] lines = Holds.lines(needs);
    lock.lock();
    try {
      long start = place(lines.length);
      write(start, lines);
      taken.put(start, lines.length);
      return new Lines(needs, start, lines.length);
    } finally {
      leaveIfDone();
      lock.unlock();
    }
  }

  private FileChannel file() throws IOException {
    if (live == null) {
      live = LiveDirectory.open(directory);
    }
    FileChannel open = file;
    if (open == null || !open.isOpen()) {
      Path path = Holds.file(live.path());
      open = Files.exists(path) ? OpenFile.channel(path, WRITE) : OwnerOnly.createFile(path);
      file = open;
    }
    return open;
  }

  /** Returns the first place where so many bytes are free. */
  private long place(int length) {
    long place = 0;
    for (var used : taken.entrySet()) {
      if (used.getKey() - place >= length) {
        return place;
      }
      place = used.getKey() + used.getValue();
    }
    return place;
  }

  /** Writes to the end, even if this thread is interrupted: that closes the channel. */
  private void write(long start, byte[] bytes) throws IOException {
    boolean isInterrupted = false;
    try {
      while (!isWritten(start, bytes)) {
        isInterrupted |= Thread.interrupted();
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isWritten(long start, byte[] bytes) throws IOException {
    FileChannel channel = file();
    try {
      Fully.write(channel, ByteBuffer.wrap(bytes), start);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }

  private final class Lines implements Claim {
    private final Needs needs;
    private final long start;
    private final int length;
    private boolean isEnded;

    Lines(Needs needs, long start, int length) {
      this.needs = needs;
      this.start = start;
      this.length = length;
    }

    @Override
    public Needs needs() {
      return needs;
    }

    @Override
    public void close() throws IOException {
      lock.lock();
      try {
        if (!isEnded) {
          isEnded = true;
          end(start, length);
        }
      } finally {
        leaveIfDone();
        lock.unlock();
      }
    }
  }

  private void end(long start, int length) throws IOException {
    byte[] empty = new byte[length];
    Arrays.fill(empty, (byte) '\n');
    try {
      write(start, empty);
    } finally {
      taken.remove(start); // Else it would be held when the store has long been closed.
    }
  }

  /** What is still held when the store is closed, is held until it is let go. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      isClosed = true;
      leaveIfDone();
    } finally {
      lock.unlock();
    }
  }

  private void leaveIfDone() throws IOException {
    if (isClosed && taken.isEmpty() && live != null) {
      LiveDirectory left = live;
      live = null;
      try {
        if (file != null) {
          file.close();
        }
      } finally {
        left.close();
      }
    }
  }
}
