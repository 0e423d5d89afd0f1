package dev.lamina.examples;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lamina.Container;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.StorageChoice;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TestImage;
import dev.lamina.contract.TreeListing;
import dev.lamina.overlay.OverlayImageStore;
import dev.lamina.overlay.OverlayOptions;
import dev.lamina.overlay.OverlayProbe;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was changed in a container is the same after its store became one of another storage. */
final class ConvertedStoreTest {
  /** After all that is made here: what engines make in a container keeps its time. */
  private static final Instant SOURCE_DATE = Instant.parse("2100-01-01T00:00:00Z");

  @TempDir private Path directory;

  /** What is seen of a store whose container was changed. */
  private record Seen(List<String> tree, FileTime root, List<String> changes, Image committed) {
    static Seen of(ImageStore store) throws IOException {
      try (WritableMount mount = store.mountContainer("changed");
          Stream<FileChange> changes = mount.changes()) {
        return new Seen(
            // The program does not always know how many names a file has.
            TreeListing.of(mount.root()).stream()
                .map(line -> line.replaceFirst(" nlink=\\d+", ""))
                .sorted()
                .toList(),
            Files.getLastModifiedTime(mount.root()),
            changes.map(FileChange::toString).toList(),
            store.commit("changed").sourceDate(SOURCE_DATE).unnamed());
      }
    }
  }

  private void require(String storage) {
    OverlayOptions.Mode mode =
        storage.equals("overlay") ? OverlayOptions.Mode.KERNEL : OverlayOptions.Mode.FUSE;
    OverlayProbe probe = OverlayProbe.probe(directory, OverlayOptions.defaults().mode(mode));
    assumeTrue(storage.equals("vfs") || probe.works(), probe.explanation());
  }

  @ParameterizedTest
  @CsvSource({"vfs, overlay", "overlay, vfs", "vfs, fuse-overlayfs", "fuse-overlayfs, vfs"})
  void convert_thereAndBack_keepsTreeChangesAndWhatIsCommitted(String from, String to)
      throws IOException {
    require(from);
    require(to);
    Path root = directory.resolve("store");
    Seen before;
    try (ImageStore store = ImageStore.open(root, StorageChoice.of(from))) {
      fill(store);
      before = Seen.of(store);
    }

    ImageStore.convert(root, StorageChoice.of(to));

    try (ImageStore store = ImageStore.open(root, StorageChoice.of(to))) {
      assertThat(Seen.of(store)).isEqualTo(before);
    }
    assertThat(Files.exists(root.resolve("unpacked"))).isEqualTo(!to.equals("vfs"));

    ImageStore.convert(root, StorageChoice.of(from));

    try (ImageStore store = ImageStore.open(root, StorageChoice.of(from))) {
      assertThat(Seen.of(store)).isEqualTo(before);
    }
  }

  @Test
  void convert_layersThatWereUnpackedInsteadOfKept_isRefused() {
    require("overlay");
    Path root = directory.resolve("store");
    OverlayOptions instead = OverlayOptions.defaults().unpacking(OverlayOptions.Unpacking.INSTEAD);
    TestImage image = TestImage.withFile("f", "1").tagged("image:1");
    try (ImageStore store = OverlayImageStore.open(root, instead)) {
      store.load(new ByteArrayInputStream(OciLayout.of(Packing.GZIP).with(image).tar()));
    }

    assertThatThrownBy(() -> ImageStore.convert(root, StorageChoice.of("vfs")))
        .isInstanceOf(UnsupportedStorageException.class)
        .hasMessage(
            "cannot convert %s: layer %s was unpacked instead of being kept as it came; save the"
                    .formatted(root, image.diffIds().get(0))
                + " images, and load them into a new store");
    try (ImageStore store = OverlayImageStore.open(root)) {
      assertThat(store.image("image:1").id()).isEqualTo(image.id());
    }
  }

  @Test
  void bestAvailable_newStore_opensAgainByItsOwnStorage() {
    Path root = directory.resolve("store");
    String storage;
    try (ImageStore store = ImageStore.open(root, StorageChoice.bestAvailable())) {
      storage = store.info().storage();
    }

    assertThat(storage).isEqualTo(OverlayProbe.probe(directory).works() ? "overlay" : "vfs");
    try (ImageStore store = ImageStore.open(root)) {
      assertThat(store.info().storage()).isEqualTo(storage);
    }

    ImageStore.convert(root, StorageChoice.of("vfs"));

    try (ImageStore store = ImageStore.open(root, StorageChoice.bestAvailable())) {
      assertThat(store.info().storage()).isEqualTo("vfs");
    }
  }

  private static void fill(ImageStore store) throws IOException {
    TestImage image =
        TestImage.of(
                tar()
                    .directory("etc")
                    .file("etc/motd", "hello")
                    .file("etc/gone", "x")
                    .directory("data")
                    .file("data/a", "1")
                    .file("data/b", "2")
                    .hardLink("data/same", "data/a")
                    .directory("tree")
                    .directory("tree/x")
                    .file("tree/x/y", "deep")
                    .file("kind", "a file")
                    .directory("all")
                    .file("all/one", "1")
                    .file("all/two", "2")
                    .symlink("link", "etc/motd"),
                tar().directory("data").mode(0711).file("top", "t"))
            .tagged("app:1");
    List<Image> unused = store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(image)));
    Container container = store.create("app:1").named("changed");
    try (WritableMount mount = store.mountContainer(container.name())) {
      change(mount.root());
    }
  }

  private static void change(Path tree) throws IOException {
    Files.writeString(tree.resolve("etc/motd"), " world", StandardOpenOption.APPEND);
    Files.delete(tree.resolve("etc/gone"));
    Files.setAttribute(tree.resolve("data/same"), "unix:mode", 0604);
    int unused =
        Files.getFileAttributeView(tree.resolve("etc/motd"), UserDefinedFileAttributeView.class)
            .write("note", ByteBuffer.wrap(new byte[] {1, 2}));
    Files.delete(tree.resolve("tree/x/y"));
    Files.delete(tree.resolve("tree/x"));
    Files.writeString(tree.resolve("tree/x"), "no directory any more");
    Files.delete(tree.resolve("kind"));
    Files.createDirectories(tree.resolve("kind/of/directories"));
    Files.createSymbolicLink(tree.resolve("kind/link"), tree.getFileSystem().getPath("../top"));
    Files.writeString(tree.resolve("kind/of/two"), "names");
    Files.createLink(tree.resolve("kind/one"), tree.resolve("kind/of/two"));
    Files.delete(tree.resolve("all/one"));
    Files.delete(tree.resolve("all/two"));
    Files.delete(tree.resolve("all"));
    Files.createDirectory(tree.resolve("all"));
    Files.writeString(tree.resolve("all/new"), "instead of all");
    Files.setAttribute(tree, "unix:mode", 0750);
    Files.setLastModifiedTime(tree.resolve("tree"), FileTime.from(SOURCE_DATE));
  }
}
