package dev.lamina.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class WritableConcurrencyTest {
  private static final int THREADS = 8;

  @TempDir private Path disk;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private UnionFileSystem files;

  @BeforeEach
  void open() throws IOException {
    files =
        new WritableTrees(disk.resolve("changes"))
            .open(new FakeTree().file("a/b/f", "x".repeat(10_000)).directory("c").directory("d"));
  }

  @AfterEach
  void close() throws IOException {
    threads.shutdownNow();
    files.close();
  }

  private void together(IntFunction<Callable<?>> work) throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      all.add(threads.submit(work.apply(t)));
    }
    for (Future<?> each : all) {
      each.get();
    }
  }

  @Test
  void createNew_ofOneName_succeedsOnce() throws Exception {
    AtomicInteger made = new AtomicInteger();

    together(
        t ->
            () -> {
              for (int i = 0; i < 100; i++) {
                try {
                  Files.createFile(files.getPath("/c/n" + i));
                  made.incrementAndGet();
                } catch (FileAlreadyExistsException e) {
                  // Another thread was first.
                }
              }
              return null;
            });

    assertThat(made).hasValue(100);
  }

  @Test
  void append_fromManyThreads_losesNothing() throws Exception {
    together(
        t ->
            () -> {
              try (FileChannel log =
                  FileChannel.open(
                      files.getPath("/log"),
                      StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND)) {
                for (int i = 0; i < 200; i++) {
                  log.write(ByteBuffer.wrap(("" + t).repeat(10).getBytes()));
                }
              }
              return null;
            });

    String log = Files.readString(files.getPath("/log"));
    assertThat(log).hasSize(THREADS * 200 * 10);
    for (int i = 0; i < log.length(); i += 10) {
      assertThat(log.substring(i, i + 10)).isEqualTo(("" + log.charAt(i)).repeat(10));
    }
  }

  @Test
  void moves_whileOthersWalk_neverLoseTheTree() throws Exception {
    AtomicInteger moves = new AtomicInteger();

    together(
        t ->
            () -> {
              Random random = new Random(t);
              for (int i = 0; i < 200; i++) {
                if (t < 2) {
                  moves.addAndGet(move(random));
                } else {
                  look();
                }
              }
              return null;
            });

    assertThat(moves.get()).isPositive();
    try (Stream<Path> all = Files.walk(files.getPath("/"))) {
      assertThat(all.filter(p -> p.endsWith("f"))).hasSize(1).allMatch(p -> size(p) == 10_000);
    }
    assertThat(files.resources().size()).isZero();
  }

  private int move(Random random) throws IOException {
    String[] places = {"/a/b", "/c/b", "/d/b"};
    try {
      Files.move(
          files.getPath(places[random.nextInt(3)]), files.getPath(places[random.nextInt(3)]));
      return 1;
    } catch (FileSystemException e) {
      return 0; // It is elsewhere, or there already.
    }
  }

  private void look() throws IOException {
    int found = 0;
    for (String place : List.of("/a/b/f", "/c/b/f", "/d/b/f")) {
      try (FileChannel channel = FileChannel.open(files.getPath(place))) {
        assertThat(channel.size()).isEqualTo(10_000);
        found++;
      } catch (FileSystemException e) {
        // It has been moved.
      }
    }
    assertThat(found).isLessThanOrEqualTo(3);
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void close_underWritersAndReaders_endsAllInOrder() throws Exception {
    CountDownLatch started = new CountDownLatch(THREADS);
    List<Future<String>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Path own = files.getPath("/c/" + t);
      all.add(threads.submit(() -> workUntilClosed(own, started)));
    }
    started.await();

    files.close();

    for (Future<String> each : all) {
      assertThat(each.get())
          .isIn(
              "ClosedFileSystemException", "ClosedChannelException", "AsynchronousCloseException");
    }
    assertThat(files.resources().size()).isZero();
  }

  private String workUntilClosed(Path own, CountDownLatch started) throws IOException {
    for (int i = 0; ; i++) {
      if (i == 3) {
        started.countDown();
      }
      try {
        Files.writeString(own, "y".repeat(i % 1000));
        Files.readAllBytes(files.getPath("/a/b/f"));
        try (FileChannel channel =
            FileChannel.open(own, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          channel.write(ByteBuffer.allocate(100), 50);
          channel.read(ByteBuffer.allocate(100), 0);
        }
        Files.delete(own);
      } catch (ClosedFileSystemException | ClosedChannelException e) {
        return e.getClass().getSimpleName();
      }
    }
  }
}
