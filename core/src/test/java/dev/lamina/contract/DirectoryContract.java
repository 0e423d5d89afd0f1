package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Container;
import dev.lamina.FileChange;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Layer;
import dev.lamina.Mount;
import dev.lamina.StoreEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How directories become images, and images' trees directories. */
public interface DirectoryContract extends StoreContract {
  /** An image with everything that a file can be. */
  TestImage ALL =
      TestImage.of(
              tar()
                  .directory("d")
                  .mode(0750)
                  .owner(1000, 100)
                  .file("d/a", "one")
                  .mode(04755)
                  .xattr("user.note", new byte[] {1})
                  .hardLink("d/b", "d/a")
                  .symlink("link", "../../d/a")
                  .characterDevice("null", 1, 3)
                  .fifo("pipe"),
              tar().file("d/c", "2").hardLink("d/d", "d/c").file("x", "2"))
          .tagged("all:1");

  /** An image of files, directories and links only. */
  TestImage FILES =
      TestImage.of(
              tar()
                  .directory("d")
                  .file("d/a", "one")
                  .hardLink("d/b", "d/a")
                  .symlink("d/link", "../../d/a")
                  .symlink("out", "/")
                  .file("e/f", "two"))
          .tagged("files:1");

  private static List<String> changes(ImageStore store, String from, String to) {
    try (Stream<FileChange> changes = store.changes(from, to)) {
      return changes.map(FileChange::toString).toList();
    }
  }

  @Test
  default void importRootfs_ofDirectory_hasItsFiles() throws IOException {
    Path root = Files.createDirectory(directory().resolve("rootfs"));
    Files.createDirectory(root.resolve("etc"));
    Files.writeString(root.resolve("etc/motd"), "hi");
    Files.createLink(root.resolve("motd"), root.resolve("etc/motd"));
    try (ImageStore store = newStore()) {
      Image image = store.importRootfs(root).change("CMD sh").named("base:1");
      Image again = store.importRootfs(root).unnamed();

      assertThat(image.history())
          .extracting(HistoryEntry::comment)
          .containsExactly("Imported from " + root);
      assertThat(again.layers()).extracting(Layer::diffId).isEqualTo(diffIds(image));
      try (Mount mount = store.mount("base:1").readOnly()) {
        assertThat(TreeText.of(mount.root())).containsExactly("etc/", "etc/motd = hi", "motd = hi");
        assertThat(Files.isSameFile(mount.root().resolve("motd"), mount.root().resolve("etc/motd")))
            .isTrue();
      }
    }
  }

  private static List<dev.lamina.Digest> diffIds(Image image) {
    return image.layers().stream().map(Layer::diffId).toList();
  }

  @Test
  default void importRootfs_ofMountedTree_isTheSameTree() {
    try (ImageStore store = newStore()) {
      load(store, ALL);
      try (Mount mount = store.mount("all:1").readOnly()) {
        Image image = store.importRootfs(mount.root()).named("again:1");

        assertThat(changes(store, "all:1", "again:1")).isEmpty();
        assertThat(diffIds(store.importRootfs(mount.root()).unnamed())).isEqualTo(diffIds(image));
      }
    }
  }

  @Test
  default void importRootfs_ofNothing_saysWhatIsMissing() {
    try (ImageStore store = newStore()) {
      Path nowhere = directory().resolve("nowhere");

      assertThatThrownBy(() -> store.importRootfs(nowhere).unnamed())
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("cannot import " + nowhere);
      assertThat(Files.exists(nowhere, LinkOption.NOFOLLOW_LINKS)).isFalse();
      assertThat(store.images().count()).isZero();
    }
  }

  @Test
  default void toDirectory_ofAMount_hasItsFiles() throws IOException {
    Path target = directory().resolve("a/b");
    try (ImageStore store = newStore()) {
      load(store, FILES);
      try (Mount mount = store.mount("files:1").readOnly()) {
        mount.export().toDirectory(target);

        assertThat(TreeText.of(target)).isEqualTo(TreeText.of(mount.root())).hasSize(7);
        for (String name : List.of("d", "d/a", "e", "e/f")) {
          assertThat(Files.getLastModifiedTime(target.resolve(name)))
              .isEqualTo(Files.getLastModifiedTime(mount.root().resolve(name)));
          assertThat(Files.getPosixFilePermissions(target.resolve(name)))
              .isEqualTo(Files.getPosixFilePermissions(mount.root().resolve(name)));
        }
      }
      assertThat(Files.isSameFile(target.resolve("d/a"), target.resolve("d/b"))).isTrue();
    }
  }

  @Test
  default void toDirectory_andImportedAgain_isTheSameTree() {
    Path target = directory().resolve("unpacked");
    try (ImageStore store = newStore()) {
      load(store, FILES);
      try (Mount mount = store.mount("files:1").readOnly()) {
        mount.export().toDirectory(target);
      }
      Image unused = store.importRootfs(target).named("again:1");

      assertThat(
              changes(store, "files:1", "again:1").stream()
                  // As links have a time only where the host lets set it.
                  .filter(line -> !line.endsWith("link") && !line.endsWith("out"))
                  .filter(line -> !line.equals("C /d")))
          .isEmpty();
    }
  }

  @Test
  default void toDirectory_ofDevicesAndPipes_leavesThemOut() {
    Path target = directory().resolve("unpacked");
    try (ImageStore store = newStore()) {
      load(store, ALL);
      try (Mount mount = store.mount("all:1").readOnly()) {
        mount.export().toDirectory(target);
      }

      assertThat(TreeText.of(target))
          .containsExactly(
              "d/", "d/a = one", "d/b = one", "d/c = 2", "d/d = 2", "link -> ../../d/a", "x = 2");
    }
  }

  @Test
  default void toDirectory_ofAContainer_hasTheEnginesPlaces() {
    Path target = directory().resolve("unpacked");
    try (ImageStore store = newStore()) {
      load(store, FILES);
      Container container = store.create("files:1").named("c1");

      store.export("c1").toDirectory(target);

      assertThat(TreeText.of(target)).contains("d/a = one", "etc/hosts = ", "proc/");
      assertThat(store.eventsSince(container.created()))
          .extracting(StoreEvent::action)
          .contains(StoreEvent.Action.EXPORT);
    }
  }

  @Test
  default void toDirectory_thatIsNotEmpty_isRefused() throws IOException {
    Path target = Files.createDirectory(directory().resolve("full"));
    Files.createDirectory(target.resolve("x"));
    Path file = Files.createFile(directory().resolve("file"));
    try (ImageStore store = newStore()) {
      load(store, FILES);
      try (Mount mount = store.mount("files:1").readOnly()) {
        assertThatThrownBy(() -> mount.export().toDirectory(target))
            .isInstanceOf(ImageStoreException.class)
            .hasMessageContaining("cannot export image " + FILES.id() + " to " + target)
            .hasMessageContaining("not empty");
        assertThatThrownBy(() -> mount.export().toDirectory(file))
            .isInstanceOf(ImageStoreException.class);
      }
      assertThat(TreeText.of(target)).containsExactly("x/");
      assertThat(file).isEmptyFile();
    }
  }

  @Test
  default void export_ofAMount_isATarOfItsFiles() throws IOException {
    Path file = directory().resolve("export.tar");
    try (ImageStore store = newStore()) {
      load(store, ALL);
      Mount mount = store.mount("all:1").readOnly();
      mount.export().to(file);
      mount.close();
      Image unused = store.importRootfs(file).named("again:1");

      assertThat(changes(store, "all:1", "again:1")).isEmpty();
      assertThatIllegalStateException()
          .isThrownBy(() -> mount.export().to(file))
          .withMessageContaining("closed");
    }
  }
}
