package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.CorruptStoreException;
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
import dev.lamina.StorageChoice;
import dev.lamina.StoreLockedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store says what is wrong with its files, and mends what can be mended. */
public interface CheckContract {
  /** Returns where a store can be made: nothing is there, nor is its parent. */
  Path root();

  /** Opens the store in a directory, or makes it. */
  ImageStore open(Path root);

  /** Returns whether the blobs of plain layers are kept as they came. */
  default boolean keepsPlainBlobs() {
    return true;
  }

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
    if (keepsPlainBlobs()) {
      load(store, OTHER);
    } else {
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(OTHER).tar()));
    }
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

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x10;
    Files.write(file, bytes);
  }

  private static Path blob(Path root, byte[] content) {
    return root.resolve("blobs/sha256").resolve(TestImage.sha256(content).hex());
  }

  private static void assertOther(ImageStore store) throws IOException {
    try (Mount mount = store.mount("other:1").readOnly()) {
      assertThat(mount.root().resolve("other")).hasContent("other");
    }
  }

  @Test
  default void check_findsWhatIsStrange_andRepairTakesItAway() throws IOException {
    Path root = root();
    try (ImageStore store = opened()) {
      byte[] stray = "stray".getBytes(StandardCharsets.UTF_8);
      Path garbage = Files.write(blob(root, stray), stray);
      Path unknown = Files.write(root.resolve("blobs/sha256/readme"), stray);
      Path dead = Files.createDirectory(root.resolve("staging/0-dead-1"));
      Path unused = Files.createFile(dead.resolve("lock"));
      Path use = Files.createFile(root.resolve("used").resolve("0".repeat(64)));

      CheckReport report = store.check(CheckLevel.STRUCTURE);

      assertThat(report.isClean()).isTrue();
      assertThat(report.of(Severity.GARBAGE))
          .extracting(Finding::path)
          .containsExactlyInAnyOrder(garbage, unknown, dead, use);
      assertThat(store.planRepair(report).steps())
          .extracting(RepairReport.Step::outcome)
          .containsOnly(RepairReport.Outcome.PLANNED);
      assertThat(garbage).exists();
      RepairReport repair = store.repair(report);
      assertThat(repair.isComplete()).as(repair.toString()).isTrue();
      assertThat(repair.lost()).isEmpty();
      assertThat(root.resolve("set-aside/1/blobs/sha256/readme")).exists();
      assertThat(store.check(CheckLevel.CONTENTS).findings()).isEmpty();
      assertOther(store);
    }
  }

  @Test
  default void check_ofFileThatOthersCanRead_isRemarkAndRepaired() throws IOException {
    Path root = root();
    try (ImageStore store = opened()) {
      Path layers = root.resolve("layers");
      assumeTrue(Files.getFileStore(root).supportsFileAttributeView("posix"));
      Files.setPosixFilePermissions(layers, PosixFilePermissions.fromString("rwxr-xr-x"));

      CheckReport report = store.check(CheckLevel.STRUCTURE);

      assertThat(report.of(Severity.REMARK)).extracting(Finding::path).containsExactly(layers);
      store.repair(report);
      assertThat(store.check(CheckLevel.STRUCTURE).findings()).isEmpty();
    }
  }

  @Test
  default void check_ofLostLayer_namesItsImages_andALoadBringsItBack() throws IOException {
    Path root = root();
    try (ImageStore store = open(root)) {
      load(store, OTHER);
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(CHECKED).tar()));
      Path layer = blob(root, Packing.GZIP.pack(CHECKED.layers().get(1)));
      flip(layer, 60);

      assertThat(store.check(CheckLevel.STRUCTURE).findings()).isEmpty();
      CheckReport report = store.check(CheckLevel.DIGESTS);
      assertThat(report.findings()).hasSize(1);
      Finding finding = report.findings().get(0);
      assertThat(finding.path()).isEqualTo(layer);
      assertThat(finding.severity()).isEqualTo(Severity.DAMAGE);
      assertThat(finding.remedy()).isEqualTo(Remedy.SET_ASIDE);
      assertThat(finding.images()).containsExactly(CHECKED.id());

      RepairReport repair = store.repair(report);

      assertThat(repair.lost()).containsExactly(CHECKED.id());
      assertThat(repair.steps().get(0).setAside()).hasValueSatisfying(p -> assertThat(p).exists());
      assertThat(store.images().all()).hasSize(2);
      assertOther(store);
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(CHECKED).tar()));
      assertThat(store.check(CheckLevel.MOUNTABLE).of(Severity.DAMAGE)).isEmpty();
    }
  }

  @Test
  default void repair_ofPlainLayerThatIsPackedAsWell_makesItAgain() throws IOException {
    assumeTrue(keepsPlainBlobs(), "this storage keeps no blobs of plain layers");
    Path root = root();
    try (ImageStore store = open(root)) {
      load(store, CHECKED);
      DurableStoreContract.loadPacked(store, Packing.GZIP);
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(CHECKED).tar()));
      flip(blob(root, CHECKED.layers().get(0)), 1000);

      RepairReport repair = store.repair(store.check(CheckLevel.CONTENTS));

      assertThat(repair.lost()).isEmpty();
      assertThat(store.check(CheckLevel.MOUNTABLE).findings()).isEmpty();
    }
  }

  @Test
  default void check_ofLayerWithAPathTwice_remarksIt() {
    TestImage twice = TestImage.of(tar().file("a", "1").file("a", "2")).tagged("twice:1");
    try (ImageStore store = open(root())) {
      load(store, twice);

      CheckReport report = store.check(CheckLevel.CONTENTS);

      assertThat(report.isClean()).isTrue();
      assertThat(report.findings()).hasSize(1);
      assertThat(report.findings().get(0).kind()).isEqualTo(Kind.LAYER);
      assertThat(report.findings().get(0).images()).containsExactly(twice.id());
    }
  }

  @Test
  default void repair_ofStoreThatCannotBeOpened_findsItsImages() throws IOException {
    Path root = root();
    String storage;
    try (ImageStore store = opened()) {
      storage = store.info().storage();
    }
    Path journal = root.resolve("catalog/journal");
    byte[] bytes = Files.readAllBytes(journal);
    Arrays.fill(bytes, 200, 1200, (byte) '?'); // Not a hole: something was there.
    Files.write(journal, bytes);
    Files.write(root.resolve("lamina-store"), new byte[] {'?'});

    assertThatThrownBy(() -> open(root))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("ImageStore.repair");
    StorageChoice choice = StorageChoice.of(storage);
    assertThat(ImageStore.planRepair(root, choice).steps()).hasSize(2);
    assertThat(Files.readAllBytes(journal)).isEqualTo(bytes);
    RepairReport repair = ImageStore.repair(root, choice);

    assertThat(repair.steps())
        .extracting(RepairReport.Step::outcome)
        .containsOnly(RepairReport.Outcome.DONE);
    try (ImageStore store = open(root)) {
      assertThat(store.images().all())
          .extracting(image -> image.id())
          .contains(CHECKED.id(), OTHER.id(), DurableStoreContract.IMAGE.id());
      assertThat(store.check(CheckLevel.MOUNTABLE).of(Severity.DAMAGE)).isEmpty();
    }
    assertThat(ImageStore.repair(root, choice).steps()).isEmpty();
  }

  @Test
  default void repair_ofOpenStore_isRefused() throws IOException {
    try (ImageStore store = opened()) {
      StorageChoice choice = StorageChoice.of(store.info().storage());

      assertThatThrownBy(() -> ImageStore.repair(root(), choice))
          .isInstanceOf(StoreLockedException.class)
          .hasMessageContaining("somebody has it open");
    }
  }

  @Test
  default void check_thatIsStopped_isCancelled() {
    try (ImageStore store = opened()) {
      List<ProgressEvent> events = new ArrayList<>();

      assertThatThrownBy(
              () ->
                  store.check(
                      CheckLevel.CONTENTS,
                      Progress.to(
                          event -> {
                            events.add(event);
                            return event instanceof ProgressEvent.Advanced
                                ? Answer.STOP
                                : Answer.CONTINUE;
                          })))
          .isInstanceOf(OperationCancelledException.class);

      assertThat(events).hasSize(2).first().isInstanceOf(ProgressEvent.CheckPlanned.class);
      assertThat(store.check(CheckLevel.STRUCTURE).findings()).isEmpty();
    }
  }

  @Test
  default void check_interrupted_isCancelledAndStaysInterrupted() {
    try (ImageStore store = opened()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.check(CheckLevel.CONTENTS))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();

      assertThatThrownBy(
              () ->
                  store.check(
                      CheckLevel.CONTENTS,
                      Progress.to(
                          event -> {
                            Thread.currentThread().interrupt();
                            return Answer.CONTINUE;
                          })))
          .isInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(store.check(CheckLevel.STRUCTURE).findings()).isEmpty();
    } finally {
      boolean unused = Thread.interrupted();
    }
  }

  /** What loads and removals do meanwhile is no finding. */
  @Test
  default void check_whileOthersChangeTheStore_findsNothing() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    AtomicBoolean isDone = new AtomicBoolean();
    try (ImageStore store = opened()) {
      Future<Integer> changing =
          threads.submit(
              () -> {
                int rounds = 0;
                while (!isDone.get()) {
                  load(store, TestImage.withFile("f", "round " + rounds++).tagged("round:1"));
                  store.remove("round:1");
                }
                return rounds;
              });
      for (int i = 0; i < 20; i++) {
        assertThat(store.check(CheckLevel.CONTENTS).of(Severity.DAMAGE)).isEmpty();
      }
      isDone.set(true);
      assertThat(changing.get()).isPositive();
      assertThat(store.check(CheckLevel.CONTENTS).findings()).isEmpty();
    } finally {
      isDone.set(true);
      threads.shutdown();
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

  /** The archives or layouts whose images {@code -Dlamina.damaged.images} names are damaged. */
  @Test
  @EnabledIfSystemProperty(named = "lamina.damaged.images", matches = ".+")
  default void check_ofDamagedRealImages_namesAll() throws IOException {
    int atOnce = 20;
    List<String> failures = new ArrayList<>();
    try (ImageStore store = open(root())) {
      for (String image : System.getProperty("lamina.damaged.images").split(",")) {
        store.load(Path.of(image));
      }
      FlippedStore flipped = new FlippedStore(store, root(), Long.getLong("lamina.seed", 1));
      for (int i = 0; i < DAMAGES && failures.size() < 10; i += atOnce) {
        failures.addAll(flipped.damageSome(atOnce));
        System.out.println(i + atOnce + " damages: " + flipped.counts());
      }

      assertThat(failures).as("%s", flipped.counts()).isEmpty();
    }
  }
}
