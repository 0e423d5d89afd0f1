package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Layer;
import dev.lamina.Mount;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an archive or layout, whatever tool wrote it. */
public interface LoadContract extends StoreContract {
  /** Two images that share a layer, and what of tars names can be. */
  TestImage BASE =
      TestImage.of(
              TarBuilder.tar().directory("etc").file("etc/name", "base").symlink("n", "etc/name"))
          .tagged("base:1", "localhost:5000/team/base:latest");

  /** The image above. */
  TestImage TOP =
      TestImage.of(
              TarBuilder.tar().directory("etc").file("etc/name", "base").symlink("n", "etc/name"),
              TarBuilder.tar().whiteout("n").file("etc/more", "top"))
          .tagged("top:1");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  default void load_anyDialect_givesItsImagesInOrder(Dialect dialect) {
    Path archive = write("images.tar", dialect.write(TOP, BASE));
    try (ImageStore store = newStore()) {
      List<Image> loaded = store.load(archive);

      assertThat(ids(loaded)).containsExactly(TOP.id(), BASE.id());
      assertThat(loaded).isEqualTo(List.of(store.image("top:1"), store.image("base:1")));
      assertThat(loaded.get(0).tags()).isEqualTo(TOP.tags());
      assertThat(loaded.get(1).tags()).isEqualTo(BASE.tags());
      assertThat(loaded.get(0).layers()).extracting(Layer::diffId).isEqualTo(TOP.diffIds());
      assertTree(store, "top:1", "etc/", "etc/more = top", "etc/name = base");
      assertTree(store, "base:1", "etc/", "etc/name = base", "n -> etc/name");
      assertThat(store.info().layers()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  default void load_stream_givesTheSameAsAFile(Dialect dialect) {
    byte[] archive = dialect.write(TOP, BASE);
    try (ImageStore fromFile = newStore();
        ImageStore fromStream = newStore()) {
      List<Image> loaded = fromStream.load(new ByteArrayInputStream(archive));

      assertThat(loaded).isEqualTo(fromFile.load(write("images.tar", archive)));
      assertThat(files(fromStream).stream().filter(file -> file.startsWith("blobs")).toList())
          .isEqualTo(files(fromFile).stream().filter(file -> file.startsWith("blobs")).toList());
      assertTree(fromStream, "top:1", "etc/", "etc/more = top", "etc/name = base");
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  default void load_imageWithoutName_isThereByItsId(Dialect dialect) {
    TestImage nameless = BASE.tagged();
    try (ImageStore store = newStore()) {
      List<Image> loaded = store.load(write("nameless.tar", dialect.write(nameless)));

      assertThat(ids(loaded)).containsExactly(nameless.id());
      assertThat(loaded.get(0).tags()).isEmpty();
      assertThat(ids(store.images())).containsExactly(nameless.id());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Packing.class,
      names = {"GZIP", "GZIP_MEMBERS", "ZSTD", "ZSTD_FRAMES", "BZIP2", "XZ"})
  default void load_archiveCompressedAsAWhole_isUnpacked(Packing packing) {
    byte[] archive = packing.pack(Dialect.DOCKER_SAVE.write(BASE, TOP));
    try (ImageStore fromFile = newStore();
        ImageStore fromStream = newStore()) {
      assertThat(ids(fromFile.load(write("images", archive)))).containsExactly(BASE.id(), TOP.id());
      assertThat(ids(fromStream.load(new ByteArrayInputStream(archive))))
          .containsExactly(BASE.id(), TOP.id());
      assertTree(fromStream, "top:1", "etc/", "etc/more = top", "etc/name = base");
    }
  }

  @Test
  default void load_archiveFromBeforeConfigurations_getsThemAsTheEngineMakesThem() {
    byte[] archive = Dialect.legacy(TOP, BASE.tagged("base:1", "base:2"));
    try (ImageStore fromFile = newStore();
        ImageStore fromStream = newStore()) {
      List<Image> loaded = fromFile.load(write("legacy.tar", archive));

      assertThat(fromStream.load(new ByteArrayInputStream(archive))).isEqualTo(loaded);
      Image top = fromFile.image("top:1");
      assertThat(top.layers()).extracting(Layer::diffId).isEqualTo(TOP.diffIds());
      assertThat(top.config().cmd()).containsExactly("/bin/sh");
      assertThat(top.history())
          .extracting(step -> step.createdBy())
          .containsExactly("step 0", "step 1");
      assertThat(fromFile.image("base:2")).isEqualTo(fromFile.image("base:1"));
      assertTree(fromFile, "top:1", "etc/", "etc/more = top", "etc/name = base");
    }
  }

  @Test
  default void load_sameArchiveAgain_changesNothing() {
    Path archive = write("images.tar", Dialect.DOCKER_SAVE.write(BASE, TOP));
    try (ImageStore store = newStore()) {
      List<Image> first = store.load(archive);
      List<String> blobs = files(store).stream().filter(file -> file.startsWith("blobs")).toList();

      List<Image> second = store.load(archive);

      assertThat(second).isEqualTo(first);
      assertThat(store.images().count()).isEqualTo(2);
      assertThat(files(store)).containsAll(blobs);
    }
  }

  @Test
  default void load_imageWithOtherTags_keepsThoseItHas() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("a:1"));

      Image image = load(store, BASE.tagged("b:1")).get(0);

      assertThat(image.tags()).containsExactly(Tag.parse("a:1"), Tag.parse("b:1"));
    }
  }

  @Test
  default void load_sameImageTwiceInOneArchive_isOneImageWithAllTags() {
    byte[] archive = Dialect.JIB.write(BASE.tagged("a:1"), TOP, BASE.tagged("b:1"));
    try (ImageStore store = newStore()) {
      List<Image> loaded = store.load(write("twice.tar", archive));

      assertThat(ids(loaded)).containsExactly(BASE.id(), TOP.id());
      assertThat(loaded.get(0).tags()).containsExactly(Tag.parse("a:1"), Tag.parse("b:1"));
    }
  }

  @Test
  default void load_tagTwiceInOneArchive_isTheLastImages() {
    byte[] archive = Dialect.DOCKER_SAVE.write(BASE.tagged("a:1"), TOP.tagged("a:1"));
    try (ImageStore store = newStore()) {
      List<Image> loaded = store.load(write("twice.tar", archive));

      assertThat(store.image("a:1").id()).isEqualTo(TOP.id());
      assertThat(loaded.get(0).tags()).isEmpty();
    }
  }

  @Test
  default void load_imageWithOneLayerTwice_hasItTwice() {
    TarBuilder layer = TarBuilder.tar().file("a", "1");
    TestImage image = TestImage.of(layer, TarBuilder.tar().whiteout("a"), layer).tagged("a:1");
    try (ImageStore store = newStore()) {
      store.load(write("images.tar", Dialect.OCI.write(image)));

      assertThat(store.image("a:1").layers()).extracting(Layer::diffId).isEqualTo(image.diffIds());
      assertTree(store, "a:1", "a = 1");
      assertThat(store.info().layers()).isEqualTo(2);
    }
  }

  @Test
  default void load_imageWithoutLayers_isEmpty() {
    try (ImageStore store = newStore()) {
      store.load(write("empty.tar", Dialect.DOCKER_SAVE_25.write(TestImage.of().tagged("e:1"))));

      assertThat(store.image("e:1").layers()).isEmpty();
      assertThat(store.image("e:1").size()).isZero();
      assertTree(store, "e:1");
    }
  }

  @Test
  default void load_layerInAnotherForm_isTheSameLayer() {
    try (ImageStore store = newStore()) {
      store.load(write("plain.tar", Dialect.DOCKER_SAVE.write(BASE)));
      store.load(write("gzip.tar", Dialect.OCI.write(TOP)));
      store.load(write("zstd.tar", Dialect.OCI_ZSTD.write(TOP)));

      assertThat(store.info().layers()).isEqualTo(2);
      assertTree(store, "top:1", "etc/", "etc/more = top", "etc/name = base");
    }
  }

  @Test
  default void load_parentInArchive_isKnown() {
    TestImage child = BASE.child(TarBuilder.tar().file("c", "1")).tagged("child:1");
    try (ImageStore store = newStore()) {
      load(store, child, BASE);

      assertThat(store.image("child:1").parentId()).contains(BASE.id());
      assertThat(store.image("base:1").parentId()).isEmpty();

      load(store, child);

      assertThat(store.image("child:1").parentId()).contains(BASE.id());
    }
  }

  @Test
  default void load_parentNotInArchive_isIgnored() {
    TestImage child = BASE.child(TarBuilder.tar().file("c", "1")).tagged("child:1");
    try (ImageStore store = newStore()) {
      load(store, BASE);

      load(store, child);

      assertThat(store.image("child:1").parentId()).isEmpty();
    }
  }

  @Test
  default void load_parentThatCannotBeOne_isReportedAfterTheImagesAreIn() {
    TestImage child =
        BASE.child(TarBuilder.tar().file("c", "1")).steps("not", "its").tagged("child:1");
    try (ImageStore store = newStore()) {
      assertThatThrownBy(() -> load(store, BASE, child))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("image %s is not a valid parent for %s", BASE.id(), child.id());

      assertThat(ids(store.images())).containsExactlyInAnyOrder(BASE.id(), child.id());
      assertThat(store.image("child:1").parentId()).isEmpty();
      assertTree(store, "child:1", "c = 1", "etc/", "etc/name = base", "n -> etc/name");
    }
  }

  @Test
  default void load_memberNamesOfAnyKind_areFound() {
    byte[] layer = BASE.layers().get(0);
    byte[] manifest =
        Dialect.item(BASE, "./configs/c onfig ü.json", List.of("./layers/schön 1.tar"))
            .getBytes(UTF_8);
    byte[] archive =
        TarBuilder.tar()
            .file("./configs/c onfig ü.json", BASE.config())
            .file("layers/real", layer)
            .hardLink("layers/hard", "layers/real")
            .symlink("layers/schön 1.tar", "../layers/./hard")
            .file("manifest.json", "[" + new String(manifest, UTF_8) + "]")
            .build();
    try (ImageStore fromFile = newStore();
        ImageStore fromStream = newStore()) {
      assertThat(ids(fromFile.load(write("names.tar", archive)))).containsExactly(BASE.id());
      assertThat(ids(fromStream.load(new ByteArrayInputStream(archive))))
          .containsExactly(BASE.id());
    }
  }

  @Test
  default void load_stream_isReadToItsEndAndNotClosed() throws IOException {
    byte[] archive = Dialect.DOCKER_SAVE.write(BASE);
    List<String> closed = new ArrayList<>();
    InputStream in =
        new FilterInputStream(
            new ByteArrayInputStream(Arrays.copyOf(archive, archive.length + 300_000))) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };
    try (ImageStore store = newStore()) {
      store.load(in);

      assertThat(in.read()).isEqualTo(-1);
      assertThat(closed).isEmpty();
    }
  }

  @Test
  default void load_directoryOfADockerArchive_isLoaded() throws IOException {
    OciLayout files = OciLayout.of(Packing.PLAIN);
    files.manifest(BASE);
    Path directory = files.writeTo(directory().resolve("unpacked"));
    String item =
        Dialect.item(
            BASE,
            "blobs/sha256/" + BASE.id().digest().hex(),
            List.of("blobs/sha256/" + BASE.diffIds().get(0).hex()));
    Files.writeString(directory.resolve("manifest.json"), "[" + item + "]");
    try (ImageStore store = newStore()) {
      assertThat(ids(store.load(directory))).containsExactly(BASE.id());
    }
  }

  @Test
  default void load_bySeveralThreads_givesEachAllImages() throws Exception {
    byte[] archive = Dialect.DOCKER_SAVE.write(BASE, TOP);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ImageStore store = newStore()) {
      List<Future<List<Image>>> loads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        loads.add(threads.submit(() -> store.load(new ByteArrayInputStream(archive))));
      }

      for (Future<List<Image>> load : loads) {
        assertThat(ids(load.get())).containsExactly(BASE.id(), TOP.id());
      }
      assertThat(store.info().images()).isEqualTo(2);
      assertThat(store.info().layers()).isEqualTo(2);
      assertTree(store, "top:1", "etc/", "etc/more = top", "etc/name = base");
    } finally {
      threads.shutdownNow();
    }
  }

  /** Compares an image's tree with lines as {@link TreeText} has them. */
  private static void assertTree(ImageStore store, String name, String... lines) {
    try (Mount mount = store.mount(name).readOnly()) {
      assertThat(TreeText.of(mount.root())).containsExactly(lines);
    }
  }
}
