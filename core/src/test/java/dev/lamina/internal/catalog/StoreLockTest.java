package dev.lamina.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.OperationCancelledException;
import dev.lamina.StoreLockedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class StoreLockTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(40);

  @TempDir Path root;

  /** Holds a lock in another thread while something is done. */
  private static void whileHeld(StoreLock lock, Runnable action) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch isEnough = new CountDownLatch(1);
    try {
      Future<?> holder =
          pool.submit(
              () ->
                  lock.holding(
                      () -> {
                        isHeld.countDown();
                        try {
                          isEnough.await();
                        } catch (InterruptedException e) {
                          throw new AssertionError(e);
                        }
                        return true;
                      }));
      isHeld.await();
      action.run();
      isEnough.countDown();
      holder.get();
    } finally {
      isEnough.countDown();
      pool.shutdown();
    }
  }

  @Test
  void holding_nested_isOneLock() {
    try (StoreLock lock = StoreLock.open(root, SHORT);
        StoreLock same = StoreLock.open(root, SHORT)) {
      assertThat(lock.holding(() -> same.holding(() -> lock.holding(() -> 1)))).isEqualTo(1);
      assertThat(same.holding(() -> 2)).isEqualTo(2);
    }
  }

  @Test
  void holding_otherThreadHasIt_givesUpAfterTheTimeout() throws Exception {
    Path link = Files.createSymbolicLink(root.resolve("link"), root);
    try (StoreLock lock = StoreLock.open(root, LONG);
        StoreLock other = StoreLock.open(link, SHORT)) {
      whileHeld(
          lock,
          () ->
              assertThatThrownBy(() -> other.holding(() -> 1))
                  .isInstanceOf(StoreLockedException.class)
                  .hasMessageEndingWith(
                      "another thread of this process has had it locked for PT0.05S;"
                          + " try again, or wait longer"));

      assertThat(other.holding(() -> 1)).isEqualTo(1);
    }
  }

  @Test
  void holding_interruptedWhileWaiting_isCancelled() throws Exception {
    try (StoreLock lock = StoreLock.open(root, LONG)) {
      Thread waiting = Thread.currentThread();
      whileHeld(
          lock,
          () -> {
            waiting.interrupt();
            assertThatThrownBy(() -> lock.holding(() -> 1))
                .isInstanceOf(OperationCancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
          });
    }
  }

  @Test
  void holding_actionThrows_freesTheLock() throws Exception {
    try (StoreLock lock = StoreLock.open(root, SHORT)) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  lock.holding(
                      () -> {
                        throw new IllegalStateException();
                      }));

      whileHeld(lock, () -> assertThat(root.resolve("lock")).exists());
    }
  }

  @Test
  void holding_afterClose_isRefused() {
    StoreLock lock = StoreLock.open(root, SHORT);
    lock.close();

    assertThatIllegalStateException().isThrownBy(() -> lock.holding(() -> 1));
  }

  @Test
  void close_ofOneOfTwo_leavesTheOther() throws Exception {
    StoreLock one = StoreLock.open(root, SHORT);
    try (StoreLock other = StoreLock.open(root, SHORT)) {
      other.holding(
          () -> {
            one.close();
            assertThat(isLockedByKernel(root)).isTrue();
            return true;
          });
      assertThat(isLockedByKernel(root)).isFalse();
    }
  }

  // Asks the virtual machine, which remembers the locks of all its class loaders.
  private static boolean isLockedByKernel(Path root) {
    try (FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.WRITE)) {
      channel.tryLock().release();
      return false;
    } catch (java.nio.channels.OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Another copy of this library in the same process, as in an application server. */
  private static final class OtherCopy extends ClassLoader {
    OtherCopy() {
      super(StoreLockTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(StoreLock.class.getPackageName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void holding_otherClassLoaderHasIt_givesUpAndNamesTheProcess() throws Exception {
    Class<?> copy = new OtherCopy().loadClass(StoreLock.class.getName());
    assertThat(copy).isNotSameAs(StoreLock.class);
    Object other = copy.getMethod("open", Path.class, Duration.class).invoke(null, root, SHORT);
    Supplier<Integer> one = () -> 1;

    try (StoreLock lock = StoreLock.open(root, SHORT)) {
      lock.holding(
          () ->
              assertThatThrownBy(() -> copy.getMethod("holding", Supplier.class).invoke(other, one))
                  .isInstanceOf(InvocationTargetException.class)
                  .cause()
                  .isInstanceOf(StoreLockedException.class)
                  .hasMessageContaining(
                      "process " + ProcessHandle.current().pid() + " has had it locked"));
      Object held = copy.getMethod("holding", Supplier.class).invoke(other, one);
      assertThat(held).isEqualTo(1);
    } finally {
      copy.getMethod("close").invoke(other);
    }
  }
}
