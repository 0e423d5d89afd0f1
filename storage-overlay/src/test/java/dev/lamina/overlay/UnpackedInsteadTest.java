package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.CorruptStoreException;
import dev.lamina.ImageId;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.WritableMount;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.io.FileTreeDeleter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that unpacks layers instead of keeping them as they came. */
final class UnpackedInsteadTest {
  private static final TestImage IMAGE =
      TestImage.of(
              tar()
                  .directory("d")
                  .mode(0700)
                  .file("d/f", "f".repeat(70_000))
                  .file("twice", "first")
                  .file("twice", "last")
                  .sparse("holes", 1 << 16, 5000, "piece")
                  .hardLink("same", "d/f"),
              tar().whiteout("twice").file("top", "t"))
          .tagged("image:1");

  @TempDir private Path directory;

  @BeforeEach
  void canMount() throws IOException {
    TestedOverlay.require(directory);
  }

  private ImageStore open(String name) {
    return OverlayImageStore.open(
        directory.resolve(name),
        TestedOverlay.options().unpacking(OverlayOptions.Unpacking.INSTEAD));
  }

  private static void load(ImageStore store, Packing packing) {
    store.load(new ByteArrayInputStream(OciLayout.of(packing).with(IMAGE).tar()));
  }

  private Path load(Packing packing) throws IOException {
    Path archive = directory.resolve(packing + ".tar");
    Files.write(archive, OciLayout.of(packing).with(IMAGE).tar());
    try (ImageStore store = open("store")) {
      store.load(archive);
    }
    return directory.resolve("store");
  }

  private static byte[] saved(ImageStore store) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.save("image:1").to(out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD"})
  void load_keepsNoLayerAsItCame(Packing packing) throws IOException {
    Path root = load(packing);

    for (byte[] layer : IMAGE.layers()) {
      String blob = TestImage.sha256(packing.pack(layer)).hex();
      assertThat(root.resolve("blobs/sha256").resolve(blob)).doesNotExist();
    }
    try (Stream<Path> staged = Files.list(root.resolve("staging"))) {
      assertThat(staged).isEmpty();
    }
    try (ImageStore store = open("store")) {
      assertThat(store.diskUsage().unaccountedBytes()).isZero();
      try (Mount mount = store.mount("image:1").readOnly()) {
        assertThat(mount.root().resolve("d/f")).hasContent("f".repeat(70_000));
        assertThat(mount.root().resolve("twice")).doesNotExist();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"PLAIN", "GZIP", "ZSTD"})
  void save_isAsFromAStoreThatKeepsLayers(Packing packing) throws IOException {
    Path unused = load(packing);
    byte[] expected;
    try (ImageStore kept = OverlayImageStore.open(directory.resolve("kept"))) {
      load(kept, packing);
      expected = saved(kept);
    }

    try (ImageStore store = open("store");
        ImageStore again = open("again")) {
      assertThat(saved(store)).isEqualTo(expected);
      Path layout = directory.resolve("layout");
      store.save("image:1").ociLayout().to(layout);
      assertThat(again.load(layout)).extracting(image -> image.id()).containsExactly(IMAGE.id());
    }
  }

  @Test
  void changes_areFoundAndCommitted() throws IOException {
    Path unused = load(Packing.GZIP);
    ImageId committed;
    try (ImageStore store = open("store");
        WritableMount mount = store.mount("image:1").readWrite()) {
      Files.writeString(mount.root().resolve("d/f"), "changed");
      assertThat(mount.changes()).extracting(Object::toString).contains("C /d/f");
      committed = mount.commit().named("changed:1").id();
    }

    try (ImageStore store = open("store");
        Mount mount = store.mount(committed.toString()).readOnly()) {
      assertThat(mount.root().resolve("d/f")).hasContent("changed");
      assertThat(mount.root().resolve("top")).hasContent("t");
    }
  }

  @Test
  void remove_takesAllAway() throws IOException {
    Path root = load(Packing.GZIP);

    try (ImageStore store = open("store")) {
      store.remove("image:1");
    }

    for (String name : new String[] {"blobs/sha256", "layers", "unpacked/overlay"}) {
      if (Files.exists(root.resolve(name))) {
        try (Stream<Path> left = Files.list(root.resolve(name))) {
          assertThat(left).as(name).isEmpty();
        }
      }
    }
  }

  @Test
  void load_ofAnotherArchive_findsTheLayers() throws IOException {
    Path unused = load(Packing.GZIP);

    try (ImageStore store = open("store")) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(IMAGE.tagged("other:1"))));

      assertThat(store.image("other:1").id()).isEqualTo(IMAGE.id());
    }
  }

  @Test
  void unpackedFilesThatAreLost_failWhatNeedsThem() throws IOException {
    Path root = load(Packing.GZIP);
    FileTreeDeleter.delete(root.resolve("unpacked"));

    try (ImageStore store = open("store")) {
      assertThatThrownBy(() -> store.mount("image:1").readOnly())
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("unpacked instead of being kept");
      assertThatThrownBy(() -> saved(store)).hasMessageContaining("cannot save");
    }
  }
}
