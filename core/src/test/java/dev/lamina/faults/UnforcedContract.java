package dev.lamina.faults;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.CheckLevel;
import dev.lamina.Durability;
import dev.lamina.Finding;
import dev.lamina.Finding.Remedy;
import dev.lamina.Finding.Severity;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.RemoveOption;
import dev.lamina.StoreOptions;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a store does with changes that were not forced to the medium: those of which anything is
 * lost are taken back, and all since, and nothing else.
 */
public interface UnforcedContract {
  /** When it all begins. */
  Instant NOW = Instant.parse("2025-06-07T08:09:10Z");

  /** The layer that both images have. */
  TarBuilder SHARED = tar().directory("etc").file("etc/motd", "hello");

  /** An image that is on the medium. */
  TestImage OLD = TestImage.of(SHARED, tar().file("old", "old")).tagged("app:1", "app:old");

  /** An image that may not be. */
  TestImage NEW =
      TestImage.of(SHARED, tar().file("new", "new".repeat(1000))).tagged("app:1", "app:new");

  /** Returns how to open a store. */
  Opening opening();

  /** Returns an empty directory. */
  Path directory();

  /** What a power failure makes of a file. */
  enum Damage {
    ZEROS {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[Math.toIntExact(Files.size(file))]);
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    GONE {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void to(Path file) throws IOException;
  }

  private ImageStore open(Path root, Durability durability, Instant now) {
    return opening()
        .open(
            root,
            StoreOptions.defaults().durability(durability).clock(Clock.fixed(now, ZoneOffset.UTC)));
  }

  private ImageStore open(Path root, Durability durability) {
    return open(root, durability, NOW);
  }

  private static void loadPacked(ImageStore store, Packing packing, TestImage image) {
    store.load(new ByteArrayInputStream(OciLayout.of(packing).with(image).tar()));
  }

  private static Path mark(Path root) {
    return root.resolve("catalog/unforced");
  }

  private static Path config(Path root, TestImage image) {
    return root.resolve("blobs/sha256").resolve(image.id().digest().hex());
  }

  /** Returns what there is of layers and images. */
  private static List<Path> contents(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(root::relativize)
          .filter(path -> path.toString().matches("(blobs|layers|unpacked)/.*"))
          .sorted()
          .toList();
    }
  }

  private static List<Finding> lost(ImageStore store) {
    return store.check(CheckLevel.CONTENTS).of(Severity.DAMAGE).stream()
        .filter(finding -> finding.remedy() != Remedy.REBUILD)
        .toList();
  }

  private static List<String> tags(ImageStore store) {
    return store.images().all().stream()
        .flatMap((Image image) -> image.tags().stream())
        .map(Object::toString)
        .toList();
  }

  /** Makes a store that has one image on the medium, and one that may not be there. */
  private Path store(String name, Packing packing) {
    Path root = directory().resolve(name);
    try (ImageStore store = open(root, Durability.FULL)) {
      loadPacked(store, packing, OLD);
    }
    try (ImageStore store = open(root, Durability.FAST)) {
      loadPacked(store, packing, NEW);
      store.mount("app:old").readOnly().close();
    }
    return root;
  }

  /** Damages each file that came last, one at a time. */
  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD"})
  default void powerFailure_anyFileDamaged_losesTheLatestOrNothing(Packing packing)
      throws IOException {
    Seen before;
    Seen after;
    Path whole = store("whole", packing);
    try (ImageStore store = open(whole, Durability.FAST)) {
      after = Seen.of(store);
      before = withoutNew(packing);
    }
    List<Path> old = contents(directory().resolve("old"));
    List<Path> latest = contents(whole).stream().filter(path -> !old.contains(path)).toList();

    for (Path path : latest) {
      Damage damage = Damage.values()[latest.indexOf(path) % Damage.values().length];
      String what = packing + " " + damage + " " + path;
      Path root = store("damaged" + latest.indexOf(path), packing);
      damage.to(root.resolve(path));
      Reboot.of(root);
      try (ImageStore store = open(root, Durability.FAST)) {
        Seen seen = Seen.of(store);
        assertThat(seen).as(what).isIn(before, after);
        if (path.startsWith("blobs")) {
          assertThat(seen).as(what).isEqualTo(before);
        }
        assertThat(lost(store)).as(what).isEmpty();
        loadPacked(store, packing, NEW);
        assertThat(Seen.of(store)).as(what).isEqualTo(after);
        assertThat(lost(store)).as(what).isEmpty();
      }
    }
    assertThat(latest).hasSizeGreaterThan(3);
  }

  private Seen withoutNew(Packing packing) {
    try (ImageStore store = open(directory().resolve("old"), Durability.FULL)) {
      loadPacked(store, packing, OLD);
      return Seen.of(store);
    }
  }

  @Test
  default void open_sameBoot_takesNothingBack() throws IOException {
    Path root = store("store", Packing.GZIP);
    Damage.ZEROS.to(config(root, NEW));

    try (ImageStore store = open(root, Durability.FAST)) {
      assertThat(lost(store)).extracting(Finding::path).contains(config(root, NEW));
      assertThat(tags(store)).contains("app:new");
    }
  }

  @Test
  default void load_aMinuteLater_forcesWhatCameBefore() throws IOException {
    Path root = store("store", Packing.GZIP);
    try (ImageStore store = open(root, Durability.FAST, NOW.plus(Duration.ofSeconds(61)))) {
      load(store, TestImage.withFile("x", "x").tagged("latest:1"));
    }
    TestImage latest = TestImage.withFile("x", "x");
    Damage.ZEROS.to(config(root, latest));
    Damage.ZEROS.to(config(root, NEW));
    Reboot.of(root);

    try (ImageStore store = open(root, Durability.FAST)) {
      assertThat(tags(store)).contains("app:new").doesNotContain("latest:1");
      assertThat(lost(store)).extracting(Finding::path).contains(config(root, NEW));
    }
  }

  @Test
  default void open_durabilityFull_forcesWhatWasNotForced() {
    Path root = store("store", Packing.GZIP);
    assertThat(mark(root)).exists();

    open(root, Durability.FULL).close();

    assertThat(mark(root)).doesNotExist();
  }

  @Test
  default void change_durabilityFull_forcesWhatOthersHaveLeft() throws IOException {
    Path root = directory().resolve("store");
    try (ImageStore full = open(root, Durability.FULL);
        ImageStore fast = open(root, Durability.FAST)) {
      load(fast, NEW);
      assertThat(mark(root)).exists();

      full.tag("app:new").with("full:1");

      assertThat(mark(root)).doesNotExist();
      fast.tag("app:new").with("fast:1");
      assertThat(mark(root)).exists();
    }
  }

  @Test
  default void collect_durabilityFast_forcesOnlyToDelete() {
    Path root = directory().resolve("store");
    try (ImageStore store = open(root, Durability.FAST)) {
      load(store, OLD, NEW);

      store.collect();

      assertThat(mark(root)).exists();
      store.remove(NEW.id().toString(), RemoveOption.FORCE);
      assertThat(mark(root)).doesNotExist();
    }
  }

  @Test
  default void open_markDamaged_believesNothingOfWhatCameSince() throws IOException {
    Path root = store("store", Packing.GZIP);
    Damage.ZEROS.to(config(root, NEW));
    Files.writeString(mark(root), "lamina unforced\nboot");

    try (ImageStore store = open(root, Durability.FAST)) {
      assertThat(tags(store)).containsExactlyInAnyOrder("app:1", "app:old");
      assertThat(lost(store)).isEmpty();
    }
  }
}
