package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StorageChoice;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.blob.StoreLayout;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for whom, and for how long. */
@Timeout(120)
public interface ContentionContract {
  /** What a call may take that waits for nobody, on a busy machine. */
  Duration AT_ONCE = Duration.ofSeconds(10);

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  private Path root() {
    return directory().resolve("store");
  }

  private ImageStore open(Duration lockTimeout) {
    return ImageStore.open(
        root(), StorageChoice.of(storage()), StoreOptions.defaults().lockTimeout(lockTimeout));
  }

  private static void load(ImageStore store, int number, String tag) {
    store.load(new ByteArrayInputStream(StepImages.archive(number, tag)));
  }

  @Test
  default void change_whileAStoppedProcessHasTheLock_failsInTimeAndNamesIt() throws IOException {
    try (ImageStore store = open(Duration.ofMillis(300))) {
      load(store, 0, "image:1");
      try (LockingProcess process = LockingProcess.start(root(), storage(), "image:1", "image:2")) {
        process.stop();
        long begin = System.nanoTime();

        assertThatThrownBy(() -> store.untag("image:1"))
            .isInstanceOf(StoreLockedException.class)
            .hasMessageContaining("process " + process.pid() + " has had it locked");

        assertThat(Duration.ofNanos(System.nanoTime() - begin))
            .isBetween(Duration.ofMillis(300), AT_ONCE);
        assertThat(store.images().all()).hasSize(1);
        try (Mount mount = store.mount("image:1").readOnly()) {
          assertThat(mount.root().resolve("own")).hasContent("image 0");
        }
        assertThat(store.findImage("image:2")).isEmpty();
      }

      store.untag("image:1");
      assertThat(store.findImage("image:2")).isEmpty();
    }
  }

  /** A stream of which the rest comes later. */
  final class HeldUp extends InputStream {
    private final InputStream in;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private int left;

    HeldUp(byte[] bytes, int first) {
      this.in = new ByteArrayInputStream(bytes);
      this.left = first;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
        return in.read(bytes, offset, length);
      }
      int read = in.read(bytes, offset, Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }

  @Test
  default void everythingElse_whileALoadIsHeldUp_goesOn() throws Exception {
    byte[] archive = StepImages.archive(1, "slow:1");
    HeldUp stream = new HeldUp(archive, archive.length / 2);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (ImageStore loading = open(Duration.ofSeconds(30));
        ImageStore store = open(Duration.ofSeconds(30))) {
      load(store, 0, "image:1");
      Future<?> load = thread.submit(() -> loading.load(stream));
      assertThat(stream.reached.await(30, TimeUnit.SECONDS)).isTrue();

      for (ImageStore one : List.of(loading, store)) {
        long begin = System.nanoTime();
        assertThat(one.images().all()).hasSize(1);
        one.mount("image:1").readOnly().close();
        one.tag("image:1").with("image:2");
        load(one, 3, "quick:1");
        one.remove("image:2");
        one.remove("quick:1");
        one.prune();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      }
      assertThat(load).isNotDone();

      stream.released.countDown();
      load.get(30, TimeUnit.SECONDS);
      assertThat(store.image("slow:1").id()).isEqualTo(StepImages.image(1).id());
    } finally {
      stream.released.countDown();
      thread.shutdownNow();
    }
  }

  @Test
  default void layer_thatArrivesSeveralTimesAtOnce_isStoredOnce() throws Exception {
    int count = 4;
    CyclicBarrier start = new CyclicBarrier(count);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    TestImage image = StepImages.image(0);
    try (ImageStore one = open(Duration.ofSeconds(30));
        ImageStore other = open(Duration.ofSeconds(30))) {
      List<Future<?>> loads = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ImageStore store = i % 2 == 0 ? one : other;
        String tag = "image:" + i;
        loads.add(
            threads.submit(
                () -> {
                  start.await();
                  load(store, 0, tag);
                  return null;
                }));
      }
      for (Future<?> load : loads) {
        load.get(60, TimeUnit.SECONDS);
      }
      assertThat(one.image("image:3").tags()).hasSize(count);
      assertThat(one.diskUsage().unaccountedBytes()).isZero();
      long stored = one.diskUsage().layersBytes();
      one.images().forEach(each -> assertThat(each.id()).isEqualTo(image.id()));
      load(one, 0, "image:1");
      assertThat(one.diskUsage().layersBytes()).isEqualTo(stored);
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(new StoreLayout(root()).staging())) {
      assertThat(left).isEmpty();
    }
  }

  /** Several copies of the library in one process, as application servers have them. */
  @Test
  @SuppressWarnings("unchecked")
  default void copiesOfTheLibrary_inOneProcess_shareAStore() throws Exception {
    int copies = 3;
    int images = 4;
    open(Duration.ofSeconds(30)).close();
    ExecutorService threads = Executors.newFixedThreadPool(copies);
    List<URLClassLoader> loaders = new ArrayList<>();
    try {
      List<Future<?>> works = new ArrayList<>();
      for (int copy = 0; copy < copies; copy++) {
        URLClassLoader loader =
            new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        loaders.add(loader);
        Runnable work =
            (Runnable)
                loader
                    .loadClass(Copy.class.getName())
                    .getConstructor(String.class, String.class, int.class, int.class)
                    .newInstance(root().toString(), storage(), copy, images);
        works.add(threads.submit(work));
      }
      for (Future<?> work : works) {
        work.get(90, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
      for (URLClassLoader loader : loaders) {
        loader.close();
      }
    }
    try (ImageStore store = open(Duration.ofSeconds(30))) {
      for (int copy = 0; copy < copies; copy++) {
        for (int image = 0; image < images; image++) {
          assertThat(store.image("copy" + copy + ":" + image).id())
              .isEqualTo(StepImages.image(image).id());
        }
      }
      assertThat(Picture.of(store)).hasSize(images);
    }
  }

  private static URL[] classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(ContentionContract::url)
        .toArray(URL[]::new);
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What one copy of the library does: it loads, reads, and takes away. */
  final class Copy implements Runnable {
    private final String root;
    private final String storage;
    private final int copy;
    private final int images;

    /** Makes the work of a copy. */
    public Copy(String root, String storage, int copy, int images) {
      this.root = root;
      this.storage = storage;
      this.copy = copy;
      this.images = images;
    }

    @Override
    public void run() {
      Thread.currentThread().setContextClassLoader(Copy.class.getClassLoader());
      try (ImageStore store = ImageStore.open(Path.of(root), StorageChoice.of(storage))) {
        for (int image = 0; image < images; image++) {
          for (int times = 0; times < 3; times++) {
            load(store, image, "copy" + copy + ":" + image);
            try (Mount mount = store.mount("copy" + copy + ":" + image).readOnly()) {
              assertThat(mount.root().resolve("own")).hasContent("image " + image);
            }
            if (times < 2) {
              store.remove("copy" + copy + ":" + image);
            }
          }
        }
      }
    }
  }
}
