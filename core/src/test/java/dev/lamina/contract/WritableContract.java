package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Compression;
import dev.lamina.Container;
import dev.lamina.DiskUsage;
import dev.lamina.FileChange;
import dev.lamina.HistoryStep;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.RemoveContainerOption;
import dev.lamina.RemoveOption;
import dev.lamina.WritableMount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trees that can be changed: an image's for a while, and a container's as long as it lives. */
public interface WritableContract extends StoreContract {
  /** An image of two layers. */
  TestImage IMAGE =
      TestImage.of(
              tar().directory("etc").file("etc/motd", "hi").file("etc/old", "old").file("a", "1"),
              tar().directory("d").file("d/x", "x").file("d/y", "y"))
          .tagged("app:1");

  /** Changes a tree of the image. */
  private static void change(Path root) throws IOException {
    Files.writeString(root.resolve("etc/motd"), "hello");
    Files.delete(root.resolve("etc/old"));
    moveDirectory(root.resolve("d"), root.resolve("moved"));
    Files.createDirectory(root.resolve("d"));
    Files.writeString(root.resolve("d/new"), "new");
    Files.createLink(root.resolve("b"), root.resolve("a"));
  }

  /** Moves a directory of files, as programs do: where it cannot be renamed, it is copied. */
  private static void moveDirectory(Path from, Path to) throws IOException {
    try {
      Files.move(from, to);
    } catch (DirectoryNotEmptyException e) {
      Files.createDirectory(to);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
        for (Path file : files) {
          Files.move(file, to.resolve(file.getFileName()));
        }
      }
      Files.delete(from);
    }
  }

  /** What the tree is then. */
  List<String> CHANGED =
      List.of(
          "a = 1",
          "b = 1",
          "d/",
          "d/new = new",
          "etc/",
          "etc/motd = hello",
          "moved/",
          "moved/x = x",
          "moved/y = y");

  private static List<String> changes(WritableMount mount) {
    try (Stream<FileChange> changes = mount.changes()) {
      return changes.map(FileChange::toString).toList();
    }
  }

  @Test
  default void readWrite_changed_showsItAndLeavesTheImage() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.mount("app:1").readOnly().close(); // Notes that the image was used.
      List<String> before = files(store);
      try (WritableMount mount = store.mount("app:1").readWrite()) {
        change(mount.root());

        assertThat(TreeText.of(mount.root())).isEqualTo(CHANGED);
        try (Mount other = store.mount("app:1").readOnly()) {
          assertThat(TreeText.of(other.root())).doesNotContain("etc/motd = hello");
        }
      }

      assertThat(files(store)).isEqualTo(before);
    }
  }

  @Test
  default void changes_ofAMount_areTheEngines() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      try (WritableMount mount = store.mount("app:1").readWrite()) {
        assertThat(changes(mount)).isEmpty();

        change(mount.root());

        assertThat(changes(mount))
            .containsExactly(
                "C /a",
                "A /b",
                "C /d",
                "A /d/new",
                "D /d/x",
                "D /d/y",
                "C /etc",
                "C /etc/motd",
                "D /etc/old",
                "A /moved",
                "A /moved/x",
                "A /moved/y");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  default void commit_ofAMount_isTheImageAndOneLayer(Compression compression) throws IOException {
    try (ImageStore store = newStore()) {
      Image base = load(store, IMAGE).get(0);
      try (WritableMount mount = store.mount("app:1").readWrite()) {
        change(mount.root());

        Image image =
            mount.commit().author("ada").message("greet").compression(compression).named("app:2");

        assertThat(image.layers())
            .hasSize(3)
            .startsWith(base.layers().get(0), base.layers().get(1));
        assertThat(image.parentId()).contains(base.id());
        assertThat(store.history("app:2").get(0).comment()).isEqualTo("greet");
        assertThat(mount.image()).isEqualTo(base);
        try (Mount made = store.mount("app:2").readOnly()) {
          assertThat(TreeText.of(made.root())).isEqualTo(CHANGED);
          assertThat(Files.getAttribute(made.root().resolve("a"), "unix:nlink")).isEqualTo(2);
        }
      }
    }
  }

  @Test
  default void commit_nothingChanged_hasNoLayer() {
    try (ImageStore store = newStore()) {
      Image base = load(store, IMAGE).get(0);
      try (WritableMount mount = store.mount("app:1").readWrite()) {
        Image image = mount.commit().unnamed();

        assertThat(image.layers()).isEqualTo(base.layers());
        assertThat(store.history(image.id().toString()))
            .first()
            .extracting(HistoryStep::size)
            .isEqualTo(0L);
      }
    }
  }

  @Test
  default void commit_sameFilesWithSourceDate_isTheSameImage() throws IOException {
    Instant date = Instant.parse("2024-01-02T03:04:05Z");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      List<Image> made = new java.util.ArrayList<>();
      for (int i = 0; i < 2; i++) {
        try (WritableMount mount = store.mount("app:1").readWrite()) {
          change(mount.root());
          made.add(mount.commit().sourceDate(date).unnamed());
        }
      }

      assertThat(made.get(0)).isEqualTo(made.get(1));
      assertThat(made.get(0).created()).contains(date);
      try (Mount mount = store.mount(made.get(0).id()).readOnly()) {
        assertThat(Files.getLastModifiedTime(mount.root().resolve("b")).toInstant())
            .isBeforeOrEqualTo(date);
      }
    }
  }

  @Test
  default void mountContainer_changed_keepsItUntilTheContainerIsRemoved() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      List<String> before = files(store).stream().filter(f -> f.startsWith("containers/")).toList();
      store.create("app:1").command("x").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        assertThat(changes(mount)).isEmpty();
        assertThat(Files.exists(mount.root().resolve(".dockerenv"))).isTrue();
        Files.writeString(mount.root().resolve("note"), "n");
      }
      store.remove("app:1", RemoveOption.FORCE);

      try (WritableMount mount = store.mountContainer("c1")) {
        assertThat(changes(mount)).containsExactly("A /note");
        assertThat(mount.root().resolve("note")).hasContent("n");
        assertThat(mount.root().resolve("a")).hasContent("1");
        assertThatThrownBy(mount::image).isInstanceOf(ImageNotFoundException.class);
        assertThatThrownBy(() -> mount.commit().unnamed())
            .isInstanceOf(ImageNotFoundException.class);
      }
      store.removeContainer("c1");

      assertThat(files(store).stream().filter(f -> f.matches("containers/.+")))
          .containsExactlyElementsOf(before);
    }
  }

  @Test
  default void mountContainer_twice_isOneTree() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("app:1").command("x").named("c1");
      WritableMount first = store.mountContainer("c1");
      try (WritableMount second = store.mountContainer("c1")) {
        Files.writeString(first.root().resolve("note"), "n");
        first.close();
        first.close();

        assertThat(second.root().resolve("note")).hasContent("n");
      }
      assertThatThrownBy(() -> Files.size(first.root().resolve("note")))
          .isInstanceOfAny(ClosedFileSystemException.class, NoSuchFileException.class);
    }
  }

  @Test
  default void removeContainer_mounted_leavesTheTreeUntilItIsClosed() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("app:1").command("x").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        Files.writeString(mount.root().resolve("note"), "n");

        store.removeContainer("c1", RemoveContainerOption.FORCE);

        assertThat(mount.root().resolve("note")).hasContent("n");
      }
      assertThat(files(store)).noneMatch(file -> file.matches("containers/.+"));
    }
  }

  @Test
  default void commit_ofAContainer_hasItsChangesAndNotTheEnginesPlaces() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      Container container = store.create("app:1").command("run", "it").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        change(mount.root());
      }

      Image image = store.commit("c1").named("app:2");

      assertThat(store.history("app:2").get(0).createdBy()).isEqualTo("run it");
      try (Mount made = store.mount(image.id()).readOnly()) {
        assertThat(TreeText.of(made.root())).isEqualTo(CHANGED);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.export("c1").to(out);
      assertThat(out.toString(java.nio.charset.StandardCharsets.ISO_8859_1))
          .contains("hello", ".dockerenv")
          .doesNotContain("etc/old");
      assertThat(container.imageName()).isEqualTo("app:1");
    }
  }

  @Test
  default void commit_sourceDateBeforeTheContainerWas_hasOnlyWhatWasChanged() throws IOException {
    Instant date = Instant.parse("1990-01-02T03:04:05Z");
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("app:1").command("x").named("c1");
      Map<String, FileTime> times = new TreeMap<>();
      try (WritableMount mount = store.mountContainer("c1")) {
        for (String unchanged : List.of("a", "d", "d/x", "etc/old")) {
          times.put(unchanged, Files.getLastModifiedTime(mount.root().resolve(unchanged)));
        }
        Files.writeString(mount.root().resolve("etc/motd"), "hello");
        Files.writeString(mount.root().resolve("etc/new"), "new");
        Files.writeString(mount.root().resolve("note"), "n");
      }

      Image image = store.commit("c1").sourceDate(date).named("app:2");

      try (Mount made = store.mount(image.id()).readOnly()) {
        assertThat(TreeText.of(made.root()))
            .containsExactly(
                "a = 1",
                "d/",
                "d/x = x",
                "d/y = y",
                "etc/",
                "etc/motd = hello",
                "etc/new = new",
                "etc/old = old",
                "note = n");
        for (Map.Entry<String, FileTime> time : times.entrySet()) {
          assertThat(Files.getLastModifiedTime(made.root().resolve(time.getKey())))
              .isEqualTo(time.getValue());
        }
        assertThat(Files.getLastModifiedTime(made.root().resolve("etc/motd")).toInstant())
            .isEqualTo(date);
      }
    }
  }

  @Test
  default void diskUsage_ofAContainer_countsWhatWasWritten() throws IOException {
    try (ImageStore store = newStore()) {
      load(store, IMAGE);
      store.create("app:1").command("x").named("c1");
      try (WritableMount mount = store.mountContainer("c1")) {
        Files.write(mount.root().resolve("note"), new byte[1000]);
        Files.writeString(mount.root().resolve("a"), "12");
      }

      DiskUsage usage = store.diskUsage();

      assertThat(usage.containers())
          .extracting(DiskUsage.ContainerUsage::writtenBytes)
          .containsExactly(1002L);
      assertThat(usage.unaccountedBytes()).isZero();
    }
  }
}
