package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lamina.CollectReport;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Lease;
import dev.lamina.Mount;
import dev.lamina.Progress;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.WritableMount;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.UnforcedMark;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to nothing can be deleted, and nothing else is. */
public interface CollectContract extends StoreContract {
  /** An image of two layers. */
  TestImage COLLECTED =
      TestImage.of(tar().file("a", "1"), tar().file("b", "22")).tagged("collected:1");

  /** Writes files that belong to nothing, and returns those that are to be told of. */
  private static List<Path> litter(ImageStore store) throws IOException {
    Path root = store.info().root();
    StoreLayout layout = new StoreLayout(root);
    List<Path> litter =
        new ArrayList<>(
            List.of(
                Files.write(layout.blob(TestImage.sha256(new byte[] {1})), new byte[100]),
                Files.write(layout.index(TestImage.sha256(new byte[] {2})), new byte[20]),
                Files.write(layout.layers().resolve("odd"), new byte[3])));
    Path layer = layout.unpacked("way", TestImage.sha256(new byte[] {3}));
    Files.write(Files.createDirectories(layer.resolve("diff")).resolve("file"), new byte[7]);
    litter.add(layer);
    for (Path unfinished : Catalog.unfinishedIn(root)) {
      litter.add(Files.write(unfinished, new byte[5]));
    }
    return litter;
  }

  private static void assertWhole(ImageStore store) throws IOException {
    try (Mount mount = store.mount("collected:1").readOnly()) {
      assertThat(Files.readString(mount.root().resolve("a"))).isEqualTo("1");
      assertThat(Files.readString(mount.root().resolve("b"))).isEqualTo("22");
    }
  }

  @Test
  default void collect_nothingIsLeft_deletesNothing() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, COLLECTED, TestImage.withFile("x", "3"));
      store.create("collected:1").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        Files.writeString(mount.root().resolve("c"), "333");
      }
      List<String> before = files(store);

      assertThat(store.collect()).isEqualTo(new CollectReport(List.of(), 0));

      assertThat(files(store)).isEqualTo(before);
      assertWhole(store);
    }
  }

  @Test
  default void collect_filesOfNothing_deletesThem() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, COLLECTED);
      long stored = stored(store);
      List<Path> litter = litter(store);
      assertThat(store.diskUsage().unaccountedBytes()).isEqualTo(140);

      CollectReport report = store.collect();

      assertThat(report.deleted()).containsExactlyInAnyOrderElementsOf(litter);
      assertThat(report.freedBytes()).isEqualTo(140);
      assertThat(litter).noneMatch(Files::exists);
      assertThat(store.diskUsage().unaccountedBytes()).isZero();
      assertThat(stored(store)).isEqualTo(stored);
      assertWhole(store);
    }
  }

  /** Returns what a store takes, without the mark of what is not forced yet. */
  private static long stored(ImageStore store) throws IOException {
    Path mark = UnforcedMark.in(store.info().root());
    return store.diskUsage().storedBytes() - (Files.exists(mark) ? Files.size(mark) : 0);
  }

  @Test
  default void collect_withGrace_sparesWhatIsYoung() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, COLLECTED);
      List<Path> litter = litter(store);
      for (Path old : litter.subList(2, litter.size())) {
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      }

      CollectReport report = store.collect(Duration.ofHours(1));

      assertThat(report.deleted())
          .containsExactlyInAnyOrderElementsOf(litter.subList(2, litter.size()));
      assertThat(litter.subList(0, 2)).allMatch(Files::exists);
      assertThatIllegalArgumentException().isThrownBy(() -> store.collect(Duration.ofNanos(-1)));
    }
  }

  @Test
  default void collect_leftoversOfADeadProcess_goToo() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, COLLECTED);
      List<String> before = files(store);
      StoreLayout layout = new StoreLayout(store.info().root());
      for (Path parent : List.of(layout.staging(), layout.leases())) {
        Path dead = Files.createDirectory(parent.resolve("1-dead-1"));
        Files.write(dead.resolve("lock"), new byte[0]);
        Files.write(dead.resolve("needs"), new byte[10]);
      }

      store.collect();

      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void collect_whatIsHeldOfARemovedImage_stays() throws IOException {
    try (ImageStore store = newStore()) {
      List<String> before = files(store);
      load(store, COLLECTED);
      try (Mount mount = store.mount("collected:1").readOnly();
          Lease lease = store.lease("collected:1")) {
        store.remove("collected:1");

        assertThat(store.collect().deleted()).isEmpty();

        assertThat(lease.image()).isEqualTo(COLLECTED.id());
        assertThat(Files.readString(mount.root().resolve("b"))).isEqualTo("22");
      }
      assertThat(store.collect().deleted()).isEmpty();
      assertThat(files(store).stream().filter(file -> file.matches("(blobs|layers)/.*[^/]")))
          .containsExactlyElementsOf(
              before.stream().filter(file -> file.matches("(blobs|layers)/.*[^/]")).toList());
    }
  }

  @Test
  default void collect_whileAnImageIsLoaded_takesNothingOfIt() throws IOException {
    try (ImageStore store = newStore()) {
      byte[] archive = Dialect.DOCKER_SAVE_25.write(COLLECTED);

      List<Image> loaded =
          store.load(
              new ByteArrayInputStream(archive),
              Progress.to(
                  event -> {
                    assertThat(store.collect().deleted()).as("at %s", event).isEmpty();
                    return Answer.CONTINUE;
                  }));

      assertThat(ids(loaded)).containsExactly(COLLECTED.id());
      assertWhole(store);
    }
  }
}
