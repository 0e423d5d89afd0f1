package dev.lamina.internal.catalog;

import dev.lamina.ImageStoreException;
import dev.lamina.StoreLockedException;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who has a store open: any number side by side, or one alone, who may change what the others take
 * for granted. It ends with its process.
 */
public final class StoreUse implements Closeable {
  private static final Set<StandardOpenOption> CREATE_AND_LOCK =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  private static final long PAUSE_NANOS = 5_000_000;

  /** One channel for a root and process: to close any of them drops the process's lock. */
  private static final Map<Object, StoreUse.Users> OPEN = new HashMap<>();

  private static final ReentrantLock REGISTRY = new ReentrantLock();

  private final Object key;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreUse(Object key) {
    this.key = key;
  }

  /** Those of this process. */
  private static final class Users {
    private int count;
    private final boolean isAlone;
    private final @Nullable FileChannel channel;

    Users(boolean isAlone, @Nullable FileChannel channel) {
      this.isAlone = isAlone;
      this.channel = channel;
    }
  }

  /**
   * Uses a store side by side with others.
   *
   * @param file what is locked; made if it is missing and can be
   * @throws StoreLockedException if somebody has it alone for too long
   */
  public static StoreUse open(Path root, Path file, Duration timeout) {
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    long start = System.nanoTime();
    try {
      Optional<StoreUse> use = take(root, file, false);
      while (use.isEmpty()) {
        if (System.nanoTime() - start >= nanos) {
          throw new StoreLockedException(
              "cannot open the store " + root + ": it is being converted; try again later");
        }
        TimeUnit.NANOSECONDS.sleep(PAUSE_NANOS);
        use = take(root, file, false);
      }
      return use.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of("cannot open the store " + root, e);
    } catch (IOException e) {
      throw Failures.of("cannot open the store " + root, e);
    }
  }

  /**
   * Uses a store alone.
   *
   * @return empty if somebody else has it open, in this process or another
   * @throws ImageStoreException if it cannot be known
   */
  public static Optional<StoreUse> alone(Path root, Path file) {
    try {
      return take(root, file, true);
    } catch (IOException e) {
      throw Failures.of("cannot lock the store " + root, e);
    }
  }

  private static Optional<StoreUse> take(Path root, Path file, boolean isAlone) throws IOException {
    Path real = root.toRealPath();
    Object fileKey = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    Object key = List.of(real.getFileSystem(), fileKey == null ? real : fileKey);
    REGISTRY.lock();
    try {
      Users users = OPEN.get(key);
      if (users == null) {
        users = lock(file, isAlone);
      } else if (isAlone || users.isAlone) {
        return Optional.empty();
      }
      if (users == null) {
        return Optional.empty();
      }
      users.count++;
      OPEN.put(key, users);
      return Optional.of(new StoreUse(key));
    } finally {
      REGISTRY.unlock();
    }
  }

  /** Returns the lock of this process; null if another one has it. */
  private static @Nullable Users lock(Path file, boolean isAlone) throws IOException {
    FileChannel channel = channel(file, isAlone);
    if (channel == null) {
      return new Users(isAlone, null);
    }
    boolean locked = false;
    try {
      locked = channel.tryLock(0, Long.MAX_VALUE, !isAlone) != null;
      return locked ? new Users(isAlone, channel) : null;
    } catch (OverlappingFileLockException e) {
      // Another copy of this class in this process: it has the lock for both, or is in the way.
      return isAlone ? null : new Users(false, null);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  /** Opens the file; null if there is none, in a store that can only be read. */
  private static @Nullable FileChannel channel(Path file, boolean isAlone) throws IOException {
    try {
      return OwnerOnly.openFile(file, CREATE_AND_LOCK);
    } catch (FileSystemException | ReadOnlyFileSystemException e) {
      if (isAlone) {
        throw e;
      }
      return channelToRead(file);
    }
  }

  private static @Nullable FileChannel channelToRead(Path file) throws IOException {
    try {
      return OpenFile.channel(file, StandardOpenOption.READ);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return null;
    }
  }

  /** Ends the use. Closing once more does nothing. */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    REGISTRY.lock();
    try {
      Users users = OPEN.get(key);
      if (users != null && --users.count == 0) {
        OPEN.remove(key);
        if (users.channel != null) {
          users.channel.close();
        }
      }
    } finally {
      REGISTRY.unlock();
    }
  }
}
