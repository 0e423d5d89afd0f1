package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.load;
import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.FileChange;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.Layer;
import dev.lamina.Mount;
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
}
