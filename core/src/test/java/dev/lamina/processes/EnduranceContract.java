package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing is left open, mounted, running or stored of what has ended. {@code -Dlamina.cycles=N}
 * says how often images come and go.
 */
@Timeout(3600)
public interface EnduranceContract {
  /** What an open store's journal may have grown to. */
  long JOURNAL = 2 << 20;

  /** How much more memory may be in use, since not all that is not needed is found. */
  long HEAP = 8 << 20;

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  /** What a process has open. */
  record Open(long files, long threads, long mounts) {
    static Open now(Path directory) throws IOException {
      return new Open(
          count(Path.of("/proc/self/fd")),
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("lamina"))
              .count(),
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .filter(line -> line.contains(directory.toString()))
              .count());
    }

    private static long count(Path directory) throws IOException {
      try (Stream<Path> files = Files.list(directory)) {
        return files.count();
      }
    }
  }

  private ImageStore open() {
    return ImageStore.open(
        directory().resolve("store"),
        StorageChoice.of(storage()),
        StoreOptions.defaults().durability(Durability.FAST));
  }

  @Test
  default void store_thatWasClosed_leavesNothingOpen() throws Exception {
    Needed.that(Files.exists(Path.of("/proc/self/fd")), "needs /proc");
    work(20); // What is opened once stays.
    Open before = Open.now(directory());

    work(200);

    Open after = Open.now(directory());
    long end = System.nanoTime() + 10_000_000_000L;
    while (after.threads() > before.threads() && System.nanoTime() < end) {
      Thread.onSpinWait();
      after = Open.now(directory());
    }
    assertThat(after.files()).isLessThanOrEqualTo(before.files());
    assertThat(after.mounts()).isEqualTo(before.mounts());
    assertThat(after.threads()).isLessThanOrEqualTo(before.threads());
  }

  private void work(int steps) {
    try (ImageStore store = open()) {
      for (int number = 0; number < steps; number++) {
        Step step = Step.choose(7, number);
        assertThat(step.on(store)).as("%s", step).doesNotStartWith(Step.FAILED);
      }
    }
  }

  @Test
  default void imagesThatComeAndGo_manyTimes_takeNoMoreSpaceNorMemory() throws IOException {
    int cycles = Integer.getInteger("lamina.cycles", 200);
    try (ImageStore store = open()) {
      cycle(store, 50);
      long heap = heap();
      Open open = Open.now(directory());
      long begin = System.nanoTime();

      cycle(store, cycles);

      assertThat(Open.now(directory()).files()).isLessThanOrEqualTo(open.files());
      assertThat(Open.now(directory()).mounts()).isEqualTo(open.mounts());
      assertThat(store.images().all()).isEmpty();
      assertThat(store.diskUsage().unaccountedBytes()).isZero();
      assertThat(store.diskUsage().storedBytes()).isLessThan(JOURNAL);
      long more = heap() - heap;
      assertThat(more).isLessThan(HEAP);
      Needed.report(
          "%s: %d cycles, %d ms each, %d bytes stored, %d bytes more memory",
          storage(),
          cycles,
          (System.nanoTime() - begin) / 1_000_000 / cycles,
          store.diskUsage().storedBytes(),
          more);
    }
  }

  private static void cycle(ImageStore store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      store.load(new ByteArrayInputStream(StepImages.archive(i % StepImages.COUNT, "image:1")));
      store.create("image:1").command("x").named("box");
      try (var mount = store.mountContainer("box")) {
        Files.writeString(mount.root().resolve("new"), "cycle " + i);
      }
      store.commit("box").named("committed:1");
      store.mount("committed:1").readOnly().close();
      store.removeContainer("box");
      store.remove("committed:1");
      store.remove("image:1");
    }
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
