package dev.lamina.vfs;

import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file of a directory of changes, which may be used by several threads. An interrupt closes a
 * channel, as the JDK has it; here it does not get in the way, since what a user's thread is told
 * must not leave a step half done.
 */
final class ChangesFile implements Closeable {
  private static final Set<StandardOpenOption> NEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);

  private final Path path;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean closed;

  private ChangesFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens a file that is there. */
  static ChangesFile open(Path path) throws IOException {
    return new ChangesFile(path, openChannel(path));
  }

  /** Makes a file, or empties one that nobody needs. */
  static ChangesFile create(Path path) throws IOException {
    return new ChangesFile(path, OwnerOnly.openFile(path, NEW));
  }

  private static FileChannel openChannel(Path path) throws IOException {
    return OpenFile.channel(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** What is done with the channel, once more if it has been closed meanwhile. */
  @FunctionalInterface
  private interface Use {
    int apply(FileChannel channel) throws IOException;
  }

  int read(ByteBuffer target, long position) throws IOException {
    return use(c -> c.read(target, position));
  }

  /** Writes all of the buffer. */
  void write(ByteBuffer source, long position) throws IOException {
    int start = source.position();
    while (source.hasRemaining()) {
      use(c -> c.write(source, position + source.position() - start));
    }
  }

  void truncate(long size) throws IOException {
    use(
        c -> {
          c.truncate(size);
          return 0;
        });
  }

  void force() throws IOException {
    use(
        c -> {
          c.force(true);
          return 0;
        });
  }

  private int use(Use use) throws IOException {
    boolean wasInterrupted = false;
    try {
      while (true) {
        FileChannel current = channel;
        try {
          return use.apply(current);
        } catch (ClosedChannelException e) {
          if (e instanceof ClosedByInterruptException) {
            wasInterrupted |= Thread.interrupted();
          }
          reopen(current);
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
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
        channel = openChannel(path);
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
    } finally {
      opening.unlock();
    }
  }
}
