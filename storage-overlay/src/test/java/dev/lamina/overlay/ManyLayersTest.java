package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import dev.lamina.FileChange;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Containers of images that have as many layers as the kernel joins directories. */
final class ManyLayersTest {
  @TempDir private Path directory;

  private ImageStore open() throws IOException {
    TestedOverlay.require(directory);
    return OverlayImageStore.open(
        directory.resolve("store"),
        StoreOptions.defaults().durability(Durability.FAST),
        TestedOverlay.options());
  }

  private static TestImage image(int layers, boolean isFixed) {
    TarBuilder[] tars = new TarBuilder[layers];
    tars[0] =
        tar()
            .directory("dev")
            .file("dev/below", "x")
            .directory("etc")
            .file("etc/hosts", "of the image")
            .file("etc/hostname", "of the image")
            .file("etc/gone", "x")
            .directory("proc")
            .directory("d")
            .mode(0700)
            .file("base", "0");
    for (int i = 1; i < layers - 1; i++) {
      tars[i] = tar().file("f" + i, "text " + i);
    }
    tars[layers - 1] =
        tar()
            .whiteout("dev")
            .directory("etc")
            .mode(0555)
            .owner(3, 4)
            .whiteout("etc/hostname")
            .whiteout("etc/gone")
            .file("etc/top", "top")
            .hardLink("etc/same", "etc/top");
    if (isFixed) {
      tars[layers - 1].file("d/implied", "");
    }
    return TestImage.of(tars).tagged("image:1");
  }

  private static List<String> names(Path tree) throws IOException {
    try (Stream<Path> files = Files.list(tree)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"499, true", "500, false", "500, true"})
  void mountContainer_manyLayers_hasAllOfThemAndTheEnginesPlaces(int layers, boolean isFixed)
      throws IOException {
    try (ImageStore store = open()) {
      byte[] archive = Dialect.DOCKER_SAVE_25.write(image(layers, isFixed));
      List<Image> unused = store.load(new ByteArrayInputStream(archive));
      store.create("image:1").command("x").named("c1");

      try (Mount plain = store.mount("image:1").readOnly();
          WritableMount mount = store.mountContainer("c1");
          Stream<FileChange> changes = mount.changes()) {
        Path root = mount.root();
        assertThat(changes).isEmpty();
        assertThat(names(root.resolve("dev"))).containsExactly("console", "pts", "shm");
        assertThat(names(root.resolve("etc")))
            .containsExactly("hostname", "hosts", "mtab", "resolv.conf", "same", "top");
        assertThat(root.resolve("etc/hostname")).isEmptyFile();
        assertThat(root.resolve("etc/hosts")).hasContent("of the image");
        assertThat(root.resolve("base")).hasContent("0");
        assertThat(root.resolve("f1")).hasContent("text 1");
        assertSameAttributes(root.resolve("etc"), plain.root().resolve("etc"));
        assertSameAttributes(root.resolve("d"), plain.root().resolve("d"));
        assertSameAttributes(root, plain.root());
        assertThat(root.resolve("etc/same")).hasContent("top");
        Files.delete(root.resolve("dev/console"));
      }
    }

    try (ImageStore store = open();
        WritableMount mount = store.mountContainer("c1");
        Stream<FileChange> changes = mount.changes()) {
      assertThat(changes)
          .extracting(FileChange::toString)
          .containsExactly("C /dev", "D /dev/console");
      assertThat(names(mount.root().resolve("dev"))).containsExactly("pts", "shm");
    }
  }

  private static void assertSameAttributes(Path file, Path other) throws IOException {
    String names = "unix:mode,uid,gid,lastModifiedTime";
    assertThat(Files.readAttributes(file, names)).isEqualTo(Files.readAttributes(other, names));
  }
}
