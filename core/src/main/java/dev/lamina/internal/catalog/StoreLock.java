package dev.lamina.internal.catalog;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.StoreLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * The lock under which a store is changed: one thread of one process at a time, whatever its class
 * loader and whatever name of the root it knows. It ends with its process; readers do not need it.
 *
 * <p>The kernel's lock is on the file {@code lock} in the root, which is created when it is first
 * wanted, so that a root that cannot be written can be read. {@code lock.owner} names the process
 * that had it last: for messages only.
 */
public final class StoreLock implements AutoCloseable {
  private final Path root;
  private final Duration timeout;
  private final ProcessLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private StoreLock(Path root, Duration timeout, ProcessLock lock) {
    this.root = root;
    this.timeout = timeout;
    this.lock = lock;
  }

  /**
   * Opens the lock of a root, without locking it.
   *
   * @param timeout how long to wait for the lock each time
   * @throws ImageStoreException if the root is not there
   */
  public static StoreLock open(Path root, Duration timeout) {
    try {
      return new StoreLock(root, timeout, ProcessLock.of(root));
    } catch (IOException e) {
      throw Failures.of("cannot open the store " + root, e);
    }
  }

  /**
   * Does something while no other thread and no other process can change the store. What is done
   * may ask for the lock again.
   *
   * @throws StoreLockedException if somebody else still has the lock after the timeout
   * @throws OperationCancelledException if the thread was interrupted before it had the lock
   * @throws ImageStoreException if there can be no lock here, as in a root that cannot be written
   */
  @CanIgnoreReturnValue
  public <T> T holding(Supplier<T> action) {
    if (closed.get()) {
      throw new IllegalStateException("the store " + root + " has been closed");
    }
    acquire();
    try {
      return action.get();
    } finally {
      lock.release();
    }
  }

  private void acquire() {
    try {
      lock.acquire(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of("cannot lock the store " + root, e);
    } catch (IOException | UnsupportedOperationException e) {
      throw Failures.of("cannot lock the store " + root + ", which can only be read", e);
    }
  }

  /** Gives up the lock for good; nobody may be holding it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      lock.close();
    }
  }
}
