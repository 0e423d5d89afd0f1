package dev.lamina.internal.catalog;

import dev.lamina.StoreLockedException;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one holder of a root's lock in this process. The kernel gives the lock to the process, and
 * takes it away as soon as the process closes any channel of the file: so there is one channel, and
 * threads wait for each other before it.
 */
final class ProcessLock {
  private static final Set<StandardOpenOption> CREATE_AND_WRITE =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  private static final long SHORTEST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;
  private static final int PID_DIGITS = 20;

  private static final ReentrantLock REGISTRY = new ReentrantLock();
  private static final Map<Object, ProcessLock> OPEN = new HashMap<>();

  private final Object key;
  private final Path root;
  private final ReentrantLock threads = new ReentrantLock(true);
  private int users; // under REGISTRY
  private @Nullable FileChannel channel; // under threads
  private @Nullable FileLock held; // under threads

  private ProcessLock(Object key, Path root) {
    this.key = key;
    this.root = root;
  }

  /** Returns the lock of a root, the same one for all names that the root has. */
  static ProcessLock of(Path root) throws IOException {
    Path real = root.toRealPath();
    Object fileKey = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    Object key = List.of(real.getFileSystem(), fileKey == null ? real : fileKey);
    REGISTRY.lock();
    try {
      ProcessLock lock = OPEN.computeIfAbsent(key, k -> new ProcessLock(k, real));
      lock.users++;
      return lock;
    } finally {
      REGISTRY.unlock();
    }
  }

  /** Gives back what {@link #of} returned. */
  void close() {
    REGISTRY.lock();
    try {
      users--;
      if (users == 0) {
        OPEN.remove(key);
        // Still under REGISTRY: a channel that is closed after the next one has been locked would
        // take that lock away.
        closeChannel();
      }
    } finally {
      REGISTRY.unlock();
    }
  }

  /**
   * Waits for the lock. The thread that has it may take it again.
   *
   * @throws StoreLockedException if somebody else still has it after the timeout
   */
  void acquire(Duration timeout) throws IOException, InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long start = System.nanoTime();
    if (!threads.tryLock(nanos, TimeUnit.NANOSECONDS)) {
      throw locked("another thread of this process", timeout);
    }
    if (held != null) {
      return;
    }
    try {
      FileLock lock = tryLock();
      long pause = SHORTEST_PAUSE_NANOS;
      while (lock == null) {
        if (System.nanoTime() - start >= nanos) {
          throw locked(owner(), timeout);
        }
        TimeUnit.NANOSECONDS.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        lock = tryLock();
      }
      held = lock;
    } finally {
      if (held == null) {
        threads.unlock();
      }
    }
    writeOwner();
  }

  // Not FileChannel.lock(): that cannot give up, and an interrupt there closes the channel.
  private @Nullable FileLock tryLock() throws IOException {
    FileChannel open = channel;
    if (open == null || !open.isOpen()) {
      Path file = root.resolve("lock");
      open = OwnerOnly.openFile(file, CREATE_AND_WRITE);
      channel = open;
    }
    try {
      return open.tryLock();
    } catch (OverlappingFileLockException e) {
      // Another class loader's copy of this class has it.
      return null;
    }
  }

  void release() {
    FileLock lock = Objects.requireNonNull(held, "not locked");
    if (threads.getHoldCount() == 1) {
      held = null;
      try {
        lock.release();
      } catch (IOException e) {
        Loggers.of(ProcessLock.class)
            .log(Level.WARNING, "cannot unlock " + root + "; closing the lock file instead", e);
        closeChannel();
      }
    }
    threads.unlock();
  }

  private void closeChannel() {
    FileChannel closing = channel;
    channel = null;
    try {
      if (closing != null) {
        closing.close();
      }
    } catch (IOException e) {
      Loggers.of(ProcessLock.class).log(Level.WARNING, "cannot close the lock file of " + root, e);
    }
  }

  private StoreLockedException locked(String by, Duration timeout) {
    return new StoreLockedException(
        "cannot lock the store "
            + root
            + ": "
            + by
            + " has had it locked for "
            + timeout
            + "; try again, or wait longer");
  }

  // A file of its own, and always as long: reading the lock file would drop the lock, and a file
  // that is cut before it is written may be flushed.
  private void writeOwner() {
    byte[] pid = new byte[PID_DIGITS];
    byte[] digits =
        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    Arrays.fill(pid, (byte) ' ');
    System.arraycopy(digits, 0, pid, 0, digits.length);
    pid[PID_DIGITS - 1] = '\n';
    Path file = ownerFile();
    try (FileChannel out = OwnerOnly.openFile(file, CREATE_AND_WRITE)) {
      out.write(ByteBuffer.wrap(pid), 0);
    } catch (IOException e) {
      Loggers.of(ProcessLock.class)
          .log(Level.DEBUG, "cannot say in " + file + " who has locked the store", e);
    }
  }

  private String owner() {
    try {
      return "process " + Files.readString(ownerFile(), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return "another process";
    }
  }

  private Path ownerFile() {
    return root.resolve("lock.owner");
  }
}
