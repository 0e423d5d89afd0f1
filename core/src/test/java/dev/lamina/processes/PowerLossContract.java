package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the power fails, what was said to be done is there; or with {@code Durability.FAST}, what
 * was there some steps ago. {@code -Dlamina.cuts=N} says how often it fails on each file system.
 */
@Timeout(3600)
public interface PowerLossContract {
  /** How many steps are done before the power fails, at most. */
  int LONGEST_LIFE = 40;

  /** How many steps are tried afterwards. */
  int AFTERLIFE = 20;

  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  default void powerFailure_durabilityFull_losesNothing(String type) throws IOException {
    int rounds = Needed.cuts(2);
    long seed = Needed.seed();
    Random random = new Random(seed);
    int steps = 0;
    try (Disk disk = Disk.inFile(type, directory());
        ShadowedStore store =
            new ShadowedStore(
                disk.path().resolve("store"), directory().resolve("shadow"), storage())) {
      for (int round = 0; round < rounds; round++) {
        StoreProcess process = store.start(Durability.FULL, random.nextLong());
        try (process) {
          process.go();
          assertThat(process.listen(random.nextInt(LONGEST_LIFE))).isTrue();
          disk.cutPower();
          assertThat(process.listen(AFTERLIFE)).as("lives on without a disk").isTrue();
        }
        disk.restorePower();
        List<StoreProcess.Done> done = process.done();
        List<StoreProcess.Done> failed =
            done.stream().filter(one -> one.outcome().startsWith(Step.FAILED)).toList();
        List<StoreProcess.Done> before =
            failed.isEmpty() ? done : done.subList(0, done.indexOf(failed.get(0)));
        for (StoreProcess.Done one : done.subList(before.size(), done.size())) {
          assertThat(one.outcome()).as("%s without power", one.step()).is(honest(one.step()));
        }
        store.follow(before);
        store.verify(
            failed.isEmpty() ? process.inFlight() : Optional.of(failed.get(0).step()));
        steps += before.size();
      }
    }
    Needed.report("%s on %s: %d power failures, %d steps, seed %d", storage(), type, rounds, steps, seed);
  }

  private static Condition<String> honest(Step step) {
    return new Condition<>(
        outcome ->
            outcome.startsWith(Step.FAILED)
                ? outcome.contains("Input/output error")
                : !(outcome.equals(Step.OK) && step.isChange()),
        "a clear error, and no promise");
  }

  /**
   * Nothing is forced, and the kernel writes what it likes, such as the journal before what it
   * names. The store is one of before all the same, and all that it has is whole.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  default void powerFailure_durabilityFast_leavesAStoreOfBefore(String type) throws IOException {
    int rounds = Needed.cuts(2);
    long seed = Needed.seed();
    Random random = new Random(seed);
    int lost = 0;
    try (Disk disk = Disk.inFile(type, directory())) {
      for (int round = 0; round < rounds; round++) {
        Path root = disk.path().resolve("store" + round);
        try (ShadowedStore store =
            new ShadowedStore(root, directory().resolve("shadow" + round), storage())) {
          StoreProcess process = store.start(Durability.FAST, random.nextLong());
          try (process) {
            process.go();
            assertThat(process.listen(random.nextInt(LONGEST_LIFE))).isTrue();
            if (random.nextBoolean()) {
              force(root.resolve("catalog/journal"));
            }
            disk.cutPower();
          }
          disk.restorePower();
          lost += store.verifyOneOfBefore(process.done(), process.inFlight());
        }
      }
    }
    Needed.report(
        "%s on %s: %d power failures, %d steps lost, seed %d", storage(), type, rounds, lost, seed);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
