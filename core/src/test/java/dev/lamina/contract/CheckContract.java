package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.Finding;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.Finding.Severity;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.OperationCancelledException;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.RepairReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store says what is wrong with its files, and mends what can be mended. */
public interface CheckContract {
  /** Returns where a store can be made: nothing is there, nor is its parent. */
  Path root();

  /** Opens the store in a directory, or makes it. */
  ImageStore open(Path root);

  /** An image with all that a layer can have. */
  TestImage CHECKED =
      TestImage.of(
              tar()
                  .directory("d")
                  .file("d/a", "1".repeat(3000))
                  .file("noise", DurableStoreContract.NOISE)
                  .symlink("l", "d/a")
                  .hardLink("h", "d/a"),
              tar().whiteout("l").file("b", "2"))
          .tagged("checked:1");

  /** An image that nothing happens to. */
  TestImage OTHER = TestImage.withFile("other", "other").tagged("other:1");

  private ImageStore opened() {
    ImageStore store = open(root());
    DurableStoreContract.loadPacked(store, Packing.GZIP);
    store.load(new ByteArrayInputStream(OciLayout.of(Packing.ZSTD).with(CHECKED).tar()));
    load(store, OTHER);
    store.create("checked:1").named("box");
    return store;
  }

  @ParameterizedTest
  @EnumSource(CheckLevel.class)
  default void check_ofGoodStore_findsNothing(CheckLevel level) throws IOException {
    try (ImageStore store = opened()) {
      try (Mount mount = store.mountContainer("box")) {
        Files.writeString(mount.root().resolve("b"), "changed");
      }

      CheckReport report = store.check(level);

      assertThat(report.findings()).isEmpty();
      assertThat(report.isClean()).isTrue();
      assertThat(report.level()).isEqualTo(level);
      assertThat(report).asString().contains("0 damaged, 0 remarks, 0 garbage");
    }
  }

  @Test
  default void check_ofNewStore_findsNothing() {
    try (ImageStore store = open(root())) {
      assertThat(store.check(CheckLevel.MOUNTABLE).findings()).isEmpty();
    }
  }

  /** How many bytes are flipped, and files cut: more where there is time. */
  int DAMAGES = Integer.getInteger("lamina.damages", 150);

  @Test
  default void check_ofDamagedFile_namesIt_andRepairMendsIt() throws IOException {
    long seed = Long.getLong("lamina.seed", 1);
    List<String> failures = new ArrayList<>();
    try (ImageStore store = opened()) {
      FlippedStore flipped = new FlippedStore(store, root(), seed);
      for (int i = 0; i < DAMAGES && failures.size() < 10; i++) {
        failures.addAll(flipped.damageOne());
      }

      assertThat(failures).as("seed %s: %s", seed, flipped.counts()).isEmpty();
      assertThat(flipped.counts()).containsKeys("flipped blobs", "flipped layers.index");
    }
  }
}
