package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.CheckLevel;
import dev.lamina.Durability;
import dev.lamina.Finding;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TestImage;
import dev.lamina.faults.Reboot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When the power fails, what was said to be done is there; with {@code Durability.FAST}, what was
 * on the medium. {@code -Dlamina.cuts=N} says how often it fails on each file system.
 *
 * <p>What is said while the power is being cut counts for nothing: to some who wait for the medium
 * just then, file systems say that they are done.
 */
@Timeout(3600)
public interface PowerLossContract {
  /** How many steps are done before the power fails, at most. */
  int LONGEST_LIFE = 40;

  /** How many steps are tried afterwards. */
  int AFTERLIFE = 20;

  /** The names of images that are on the medium before. */
  List<String> OLD = List.of("old:1", "old:2");

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
        int sure;
        try (process) {
          process.go();
          assertThat(process.listen(random.nextInt(LONGEST_LIFE))).isTrue();
          process.catchUp();
          sure = process.done().size();
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
        store.follow(before.subList(0, sure));
        List<Step> perhaps = done(process);
        store.verify(perhaps.subList(sure, perhaps.size()));
        steps += sure;
      }
    }
    Needed.report(
        "%s on %s: %d power failures, %d steps, seed %d", storage(), type, rounds, steps, seed);
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
   * names. The store is what it was at some moment, and all of that is there.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ext4", "xfs"})
  default void powerFailure_durabilityFast_losesOnlyTheLatest(String type) throws IOException {
    int rounds = Needed.cuts(2);
    long seed = Needed.seed();
    Random random = new Random(seed);
    int steps = 0;
    int kept = 0;
    try (Disk disk = Disk.inFile(type, directory())) {
      for (int round = 0; round < rounds; round++) {
        Path root = disk.path().resolve("store" + round);
        loadOld(root);
        StoreProcess process =
            StoreProcess.start(root, storage(), Durability.FAST, random.nextLong(), 0);
        try (process) {
          process.go();
          assertThat(process.listen(random.nextInt(LONGEST_LIFE))).isTrue();
          if (random.nextBoolean()) {
            force(root.resolve("catalog/journal"));
          }
          disk.cutPower();
        }
        disk.restorePower();
        Reboot.of(root);
        List<Step> done = done(process);
        kept += verifyLatest(root, done, directory().resolve("shadow" + round), "seed " + seed);
        steps += done.size();
      }
    }
    Needed.report(
        "%s on %s: %d power failures, %d of %d steps kept, seed %d",
        storage(), type, rounds, kept, steps, seed);
  }

  /** Returns what was done, or may have been. */
  private static List<Step> done(StoreProcess process) {
    List<Step> done = new ArrayList<>();
    for (StoreProcess.Done one : process.done()) {
      done.add(one.step());
      if (one.outcome().startsWith(Step.FAILED)) {
        return done;
      }
    }
    process.inFlight().ifPresent(done::add);
    return done;
  }

  private ImageStore open(Path root) {
    return ImageStore.open(root, StorageChoice.of(storage()), StoreOptions.defaults());
  }

  private void loadOld(Path root) throws IOException {
    try (ImageStore store = open(root)) {
      for (String name : OLD) {
        byte[] archive =
            Dialect.JIB.write(TestImage.withFile("old", name.repeat(1000)).tagged(name));
        store.load(new ByteArrayInputStream(archive));
      }
    }
  }

  /** Returns how many of the steps are still done. */
  private int verifyLatest(Path root, List<Step> steps, Path shadowRoot, String seed)
      throws IOException {
    loadOld(shadowRoot);
    try (ImageStore store = open(root);
        ImageStore shadow = open(shadowRoot)) {
      List<String> found = Picture.withoutFiles(store);
      assertThat(lost(store)).as(seed).isEmpty();
      int kept = kept(found, steps, shadow);
      assertThat(kept).as("%s: what is left was never so: %s", seed, found).isNotNegative();
      store.containers().forEach(container -> store.removeContainer(container.name()));
      store.collect();
      assertThat(lost(store)).as(seed).isEmpty();
      assertThat(store.diskUsage().unaccountedBytes()).as(seed).isZero();
      return kept;
    }
  }

  /** Returns after how many steps a store looks so, if it ever does. */
  private static int kept(List<String> found, List<Step> steps, ImageStore shadow)
      throws IOException {
    int kept = Picture.withoutFiles(shadow).equals(found) ? 0 : -1;
    for (int i = 0; i < steps.size(); i++) {
      String unused = steps.get(i).on(shadow);
      if (Picture.withoutFiles(shadow).equals(found)) {
        kept = i + 1;
      }
    }
    return kept;
  }

  /** Contents that were written into containers are as on any file system after that. */
  private static List<Finding> lost(ImageStore store) {
    return ShadowedStore.lost(store.check(CheckLevel.CONTENTS)).stream()
        .filter(finding -> finding.severity() == Finding.Severity.DAMAGE)
        .filter(finding -> finding.kind() != Finding.Kind.CHANGES)
        .toList();
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
