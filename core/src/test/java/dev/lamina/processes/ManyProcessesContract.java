package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.CheckLevel;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.internal.blob.StoreLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many processes with several threads each use one store, and some of them are stopped or killed:
 * each name changes as if all came one after the other, and images are always complete. {@code
 * -Dlamina.seconds=N} says for how long.
 */
@Timeout(3600)
public interface ManyProcessesContract {
  /** How many work at a time. */
  int PROCESSES = 8;

  /** How long they wait for the store's lock. */
  long LOCK_TIMEOUT_MILLIS = 2000;

  /** How much longer a call may take that has waited in vain: it also works, on a busy machine. */
  long SLACK_MILLIS = 20_000;

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  private ImageStore open() {
    return ImageStore.open(
        directory().resolve("store"), StorageChoice.of(storage()), StoreOptions.defaults());
  }

  @Test
  default void names_ofManyProcesses_changeOneAfterTheOther() throws Exception {
    Path histories = Files.createDirectory(directory().resolve("histories"));
    try (ImageStore store = open()) {
      for (int i = 0; i < StressProcess.KEPT; i++) {
        store.load(new ByteArrayInputStream(StepImages.archive(i, StressProcess.kept(i))));
      }
    }
    long seed = Needed.seed();

    Map<Long, Long> deaths = work(histories, seed, Long.getLong("lamina.seconds", 4));

    StressHistory history = new StressHistory();
    try (Stream<Path> files = Files.list(histories)) {
      for (Path file : files.sorted().toList()) {
        long pid = Long.parseLong(file.getFileName().toString().split("-")[0]);
        history.read(file, deaths.get(pid));
      }
    }
    assertThat(history.problems()).as("seed %d", seed).isEmpty();
    for (String locked : history.locked()) {
      assertThat(locked).containsPattern("process [0-9]+ |another thread of this process");
      assertThat(Long.parseLong(locked.split(" ")[0]))
          .as(locked)
          .isLessThan(LOCK_TIMEOUT_MILLIS + SLACK_MILLIS);
    }
    assertThat(history.calls()).hasSize(StressProcess.NAMES);
    history
        .calls()
        .forEach(
            (name, calls) ->
                assertThat(new NameHistory(calls).violation(Call.NOTHING))
                    .as("%s, seed %d", name, seed)
                    .isEmpty());
    verify();
    Needed.report(
        "%s: %d calls by %d processes, of them %d killed, %d locked out, seed %d",
        storage(),
        history.count(),
        deaths.size(),
        deaths.size() - PROCESSES,
        history.locked().size(),
        seed);
  }

  /** Has processes work for a while, and returns when each of them was dead. */
  private Map<Long, Long> work(Path histories, long seed, long seconds) throws Exception {
    Random random = new Random(seed);
    Map<Long, Long> deaths = new HashMap<>();
    List<Process> living = new ArrayList<>();
    try {
      while (living.size() < PROCESSES) {
        living.add(start(histories, random.nextLong()));
      }
      for (Process process : living) {
        assertThat(process.getInputStream().read()).isEqualTo(StressProcess.READY);
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      for (Process process : living) {
        begin(process, end);
      }
      while (System.nanoTime() < end) {
        Process chosen = living.get(random.nextInt(PROCESSES));
        boolean isEarly = chosen.waitFor(200 + random.nextInt(800), TimeUnit.MILLISECONDS);
        if (random.nextInt(5) > 0 && !isEarly) {
          String pid = Long.toString(chosen.pid());
          String unused = HostCommand.run("kill", "-STOP", pid);
          isEarly = chosen.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
          unused = HostCommand.run("kill", "-CONT", pid);
        } else {
          chosen.destroyForcibly().waitFor();
          deaths.put(chosen.pid(), System.nanoTime());
          Process next = start(histories, random.nextLong());
          living.set(living.indexOf(chosen), next);
          assertThat(next.getInputStream().read()).isEqualTo(StressProcess.READY);
          begin(next, end);
        }
      }
      for (Process process : living) {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        deaths.put(process.pid(), System.nanoTime());
        assertThat(process.exitValue()).isZero();
      }
    } finally {
      living.forEach(Process::destroyForcibly);
    }
    return deaths;
  }

  private Process start(Path histories, long seed) throws IOException {
    return new ProcessBuilder(
            Jvm.command(
                StressProcess.class,
                directory().resolve("store").toString(),
                storage(),
                Long.toString(seed),
                histories.toString(),
                Long.toString(LOCK_TIMEOUT_MILLIS)))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Has a process begin. */
  private static void begin(Process process, long end) throws IOException {
    process.getOutputStream().write((end + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().close();
  }

  private void verify() throws IOException {
    StoreLayout layout = new StoreLayout(directory().resolve("store"));
    try (ImageStore store = open()) {
      assertThat(Picture.of(store)).isNotEmpty();
      store.collect();
      assertThat(store.check(CheckLevel.CONTENTS).findings()).isEmpty();
    }
    for (Path directory : List.of(layout.staging(), layout.leases())) {
      try (Stream<Path> left = Files.list(directory)) {
        assertThat(left).isEmpty();
      }
    }
  }
}
