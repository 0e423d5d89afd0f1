package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lamina.Container;
import dev.lamina.ContainerStatus;
import dev.lamina.DiskUsage;
import dev.lamina.DiskUsage.ContainerUsage;
import dev.lamina.DiskUsage.ImageUsage;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Lease;
import dev.lamina.StoreInfo;
import dev.lamina.internal.blob.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a store says of itself, and of what it takes. */
public interface ReportContract extends StoreContract {
  /** An image of a layer of 4 bytes. */
  TestImage SMALL = TestImage.withFile("a", "1234");

  /** An image of that layer and one of 3 bytes. */
  TestImage LARGER = SMALL.child(tar().file("b", "567"));

  /** Returns a line for each image: short ID, shared and unique bytes, containers. */
  private static List<String> lines(DiskUsage usage) {
    return usage.images().stream().map(ReportContract::line).toList();
  }

  private static String line(ImageUsage usage) {
    return "%s %d %d %d"
        .formatted(
            usage.image().id().shortId(),
            usage.sharedBytes(),
            usage.uniqueBytes(),
            usage.containers());
  }

  private static long bytes(Path directory) {
    try (Stream<Path> paths = Files.walk(directory)) {
      long bytes = 0;
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void loadRecorded(ImageStore store, String... fixtures) {
    for (String fixture : fixtures) {
      try (InputStream in =
          ReportContract.class.getResourceAsStream(
              "/dev/lamina/golden/fixtures/" + fixture + ".tar")) {
        store.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  default void info_anyStore_saysWhereItIs() {
    try (ImageStore store = newStore()) {
      StoreInfo info = store.info();

      assertThat(info.storageStatus()).containsKey("Backing Filesystem").doesNotContainValue("");
      assertThat(info.root()).isDirectory();
      assertThat(info.containers())
          .isEqualTo(
              Map.of(
                  ContainerStatus.CREATED, 0,
                  ContainerStatus.RUNNING, 0,
                  ContainerStatus.PAUSED, 0,
                  ContainerStatus.EXITED, 0));
      assertThat(info.host().operatingSystem()).isNotEmpty();
      assertThat(info.host().osType()).isNotEmpty();
      assertThat(info.host().architecture()).isNotEmpty().isNotEqualTo("amd64");
      assertThat(info.host().kernelVersion()).isEqualTo(System.getProperty("os.version"));
      assertThat(info.host().cpus()).isPositive();
    }
  }

  @Test
  default void diskUsage_newStore_isNothingButFiles() {
    try (ImageStore store = newStore()) {
      DiskUsage usage = store.diskUsage();

      assertThat(usage)
          .isEqualTo(new DiskUsage(List.of(), List.of(), 0, 0, usage.storedBytes(), 0));
      assertThat(usage.storedBytes()).isEqualTo(bytes(store.info().root())).isPositive();
    }
  }

  /** What the engine printed, {@code docker system df -v}; but for its container. */
  @Test
  default void diskUsage_recordedImages_isAsRecorded() {
    try (ImageStore store = newStore()) {
      loadRecorded(store, "given-fork", "other", "twin");

      DiskUsage usage = store.diskUsage();

      assertThat(lines(usage))
          .containsExactly(
              "6974f4148378 4000 0 0",
              "2c533248e020 4000 0 0",
              "98c21f42bcfb 1000 6000 0",
              "582136ceeb8a 3000 3000 0",
              "8422c88dea56 3000 0 0",
              "b379b2a4f1cf 1000 0 0");
      assertThat(usage.layersBytes()).isEqualTo(16_000);
      assertThat(usage.reclaimableBytes()).isEqualTo(16_000);
    }
  }

  @Test
  default void diskUsage_recordedImagesAndContainer_isAsRecorded() {
    try (ImageStore store = newStore()) {
      loadRecorded(store, "given-fork", "other", "twin");
      Container first = store.create("other:1").command("/x").named("c1");
      Container last = store.create("fork:1").command("/x").named("c2");

      DiskUsage usage = store.diskUsage();

      assertThat(lines(usage))
          .contains("6974f4148378 4000 0 0", "2c533248e020 4000 0 1", "98c21f42bcfb 1000 6000 1");
      assertThat(usage.layersBytes()).isEqualTo(16_000);
      assertThat(usage.reclaimableBytes()).isEqualTo(10_000);
      assertThat(usage.containers())
          .containsExactlyInAnyOrder(new ContainerUsage(first, 0), new ContainerUsage(last, 0))
          .extracting(ContainerUsage::container)
          .isEqualTo(store.containers().list());
    }
  }

  @Test
  default void info_containers_areCountedByWhatTheyDo() {
    try (ImageStore store = newStore()) {
      load(store, SMALL.tagged("small:1"));
      for (String name : List.of("made", "runs", "runs2", "held", "ended")) {
        Container unused = store.create("small:1").named(name);
      }
      List.of("runs", "runs2", "held", "ended").forEach(store::start);
      store.pause("held");
      store.stop("ended", 1);

      assertThat(store.info().containers())
          .isEqualTo(
              Map.of(
                  ContainerStatus.CREATED, 1,
                  ContainerStatus.RUNNING, 2,
                  ContainerStatus.PAUSED, 1,
                  ContainerStatus.EXITED, 1));
    }
  }

  @Test
  default void diskUsage_images_areThoseListed() {
    TestImage top = LARGER.child(tar().file("c", "89")).created("2024-06-01T00:00:00Z");
    try (ImageStore store = newStore()) {
      load(store, SMALL.tagged("small:1"), LARGER, top.tagged("top:1"));

      DiskUsage usage = store.diskUsage();

      assertThat(ids(usage.images().stream().map(ImageUsage::image).toList()))
          .isEqualTo(ids(store.images().list()))
          .doesNotContain(LARGER.id());
      assertThat(usage.layersBytes()).isEqualTo(9);
      assertThat(usage.containers()).isEmpty();
    }
  }

  @Test
  default void diskUsage_storedFiles_areAllAccountedFor() {
    try (ImageStore store = newStore()) {
      load(store, SMALL.tagged("small:1"), LARGER);
      store.load(write("layout.tar", OciLayout.of(Packing.GZIP).with(LARGER).tar()));
      store.load(write("other.tar", OciLayout.of(Packing.ZSTD).with(LARGER).tar()));

      DiskUsage usage = store.diskUsage();

      assertThat(usage.storedBytes()).isEqualTo(bytes(store.info().root()));
      assertThat(usage.unaccountedBytes()).isZero();
    }
  }

  @Test
  default void diskUsage_filesOfNothing_areUnaccounted() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, SMALL);
      DiskUsage before = store.diskUsage();
      StoreLayout layout = new StoreLayout(store.info().root());
      Files.write(layout.blob(TestImage.sha256(new byte[] {1})), new byte[100]);
      Files.write(layout.index(TestImage.sha256(new byte[] {2})), new byte[20]);
      Files.write(layout.layers().resolve("odd"), new byte[3]);
      Files.write(layout.staging().resolve("unfinished"), new byte[1000]);

      DiskUsage usage = store.diskUsage();

      assertThat(usage.storedBytes()).isEqualTo(before.storedBytes() + 1123);
      assertThat(usage.unaccountedBytes()).isEqualTo(123);
      assertThat(usage.layersBytes()).isEqualTo(before.layersBytes());
    }
  }

  @Test
  default void diskUsage_removedImageThatIsHeld_isAccountedFor() {
    try (ImageStore store = newStore()) {
      load(store, SMALL.tagged("small:1"));
      long files = store.diskUsage().storedBytes();
      long held;
      try (Lease lease = store.lease("small:1")) {
        store.remove("small:1");
        assertThat(lease.image()).isEqualTo(SMALL.id());

        DiskUsage usage = store.diskUsage();
        assertThat(usage.layersBytes()).isZero();
        held = usage.storedBytes();
        assertThat(held).isGreaterThan(files);
        assertThat(usage.unaccountedBytes()).isZero();
      }

      DiskUsage usage = store.diskUsage();
      assertThat(usage.storedBytes()).isLessThan(held);
      assertThat(usage.unaccountedBytes()).isZero();
    }
  }

  @Test
  default void freedBy_image_isWhatItsRemovalFrees() {
    TestImage top = LARGER.child(tar().file("c", "89"));
    try (ImageStore store = newStore()) {
      load(store, SMALL.tagged("small:1"), LARGER, top.tagged("top:1"));

      long freed = store.freedBy(List.of(top.id()));

      assertThat(freed).isEqualTo(5).isEqualTo(store.remove("top:1").freedBytes());
      assertThat(store.diskUsage().layersBytes()).isEqualTo(4);
    }
  }

  @Test
  default void freedBy_imagesThatShare_isMoreThanTheSum() {
    TestImage twin = SMALL.label("twin");
    try (ImageStore store = newStore()) {
      load(store, SMALL, twin, TestImage.withFile("c", "89"));

      assertThat(store.freedBy(List.of())).isZero();
      assertThat(store.freedBy(List.of(SMALL.id()))).isZero();
      assertThat(store.freedBy(List.of(twin.id()))).isZero();
      assertThat(store.freedBy(List.of(SMALL.id(), twin.id()))).isEqualTo(4);
      assertThat(store.freedBy(List.of(new ImageId(TestImage.sha256(new byte[0]))))).isZero();
    }
  }

  @Test
  default void reports_closedStore_areRefused() {
    ImageStore store = newStore();
    store.close();

    assertThatIllegalStateException().isThrownBy(store::diskUsage).withMessageContaining("closed");
    assertThatIllegalStateException()
        .isThrownBy(() -> store.freedBy(List.of()))
        .withMessageContaining("closed");
  }
}
