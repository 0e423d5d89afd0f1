package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.Durability;
import dev.lamina.Finding;
import dev.lamina.ImageStore;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemoveOption;
import dev.lamina.StorageChoice;
import dev.lamina.StoreOptions;
import dev.lamina.internal.blob.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A store that processes work on and are killed at, and beside it another one, to which the same is
 * done in peace: what the first one must have is what the other one has.
 */
final class ShadowedStore implements AutoCloseable {
  private final Path root;
  private final String storage;
  private final ImageStore shadow;
  private int nextNumber;

  ShadowedStore(Path root, Path shadowRoot, String storage) {
    this.root = root;
    this.storage = storage;
    this.shadow = open(shadowRoot, Durability.FAST);
  }

  private ImageStore open(Path directory, Durability durability) {
    return ImageStore.open(
        directory, StorageChoice.of(storage), StoreOptions.defaults().durability(durability));
  }

  /** Starts a process that goes on where the last one has ended. */
  StoreProcess start(Durability durability, long run) throws IOException {
    return StoreProcess.start(root, storage, durability, run, nextNumber);
  }

  /** Does to the shadow what a process has done, which must have come out the same. */
  void follow(List<StoreProcess.Done> done) {
    for (StoreProcess.Done one : done) {
      nextNumber = one.step().number() + 1;
      assertThat(kind(one.outcome()))
          .as("%s was %s", one.step(), one.outcome())
          .isEqualTo(kind(one.step().on(shadow)));
    }
  }

  /** Returns an outcome without the message. */
  private static String kind(String outcome) {
    return outcome.split(":")[0];
  }

  /**
   * Checks the store after its process was killed: all is there, and of the step that it was in
   * either all or nothing. Then that step can be done again, and nothing is left over.
   */
  void verify(Optional<Step> inFlight) throws IOException {
    verify(inFlight.stream().toList());
  }

  /**
   * Checks the store after its process has ended: all is there, and some of the steps that it may
   * have done, up to one of them. Then they can be done again, and nothing is left over.
   */
  void verify(List<Step> perhaps) throws IOException {
    perhaps.forEach(step -> nextNumber = step.number() + 1);
    try (ImageStore store = open(root, Durability.FULL)) {
      assertThat(list(new StoreLayout(root).staging())).isEmpty();
      requireMomentOf(store, perhaps);
      for (Step again : perhaps) {
        assertThat(kind(again.on(store))).as("%s again", again).isEqualTo(kind(again.on(shadow)));
      }
      assertThat(Picture.of(store)).as("%s again", perhaps).isEqualTo(Picture.of(shadow));
      store.collect();
      assertThat(store.diskUsage().unaccountedBytes()).isZero();
      assertThat(lost(store.check(CheckLevel.CONTENTS))).isEmpty();
    }
    assertThat(list(new StoreLayout(root).staging())).isEmpty();
  }

  /** Checks that nothing is left of all that was killed, when all images are gone. */
  void verifyNothingIsLeft() throws IOException {
    try (ImageStore store = open(root, Durability.FAST)) {
      store.containers().forEach(container -> store.removeContainer(container.name()));
      while (store.images().count() > 0) {
        List<RemovalOutcome> unused = store.images().remove(RemoveOption.FORCE);
      }
      store.prune();
      assertThat(store.diskUsage().unaccountedBytes()).isZero();
    }
    StoreLayout layout = new StoreLayout(root);
    for (Path directory :
        List.of(layout.staging(), layout.leases(), layout.containers(), layout.blobs("sha256"))) {
      assertThat(list(directory)).isEmpty();
    }
  }

  /** Does to the shadow, too, what of the steps has been done. */
  private void requireMomentOf(ImageStore store, List<Step> perhaps) throws IOException {
    List<String> torn = perhaps.stream().map(Step::written).toList();
    List<String> found = without(torn, Picture.of(store));
    List<List<String>> moments = new ArrayList<>(List.of(without(torn, Picture.of(shadow))));
    for (Step step : perhaps) {
      if (moments.contains(found)) {
        break;
      }
      String unused = step.on(shadow);
      moments.add(without(torn, Picture.of(shadow)));
    }
    assertThat(moments).as("what is left was never so, by %s", perhaps).contains(found);
  }

  /** Returns what a check has found, but for what is not forced, since it can be made again. */
  static List<Finding> lost(CheckReport report) {
    return report.findings().stream()
        .filter(finding -> finding.remedy() != Finding.Remedy.REBUILD)
        .toList();
  }

  /** Of files that are being written, anything may be there. */
  private static List<String> without(List<String> torn, List<String> lines) {
    return lines.stream()
        .filter(line -> torn.stream().noneMatch(file -> line.startsWith(file + " ")))
        .toList();
  }

  private static List<Path> list(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    shadow.close();
  }
}
