package dev.lamina.overlay;

import static dev.lamina.contract.TarBuilder.tar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.CorruptStoreException;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.RepairReport;
import dev.lamina.contract.Dialect;
import dev.lamina.contract.OciLayout;
import dev.lamina.contract.Packing;
import dev.lamina.contract.StoreContract;
import dev.lamina.contract.TestImage;
import dev.lamina.internal.io.FileTreeDeleter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that come as plain tars are kept once, as files and what these do not have. */
final class PlainLayersTest {
  private static final TestImage IMAGE =
      TestImage.of(
              tar().directory("d").file("d/f", "f".repeat(70_000)).hardLink("same", "d/f"),
              tar().whiteout("same").file("top", "t"))
          .tagged("image:1");

  @TempDir private Path directory;

  private Path root;

  @BeforeEach
  void canMount() throws IOException {
    TestedOverlay.require(directory);
    root = directory.resolve("store");
  }

  private ImageStore open(Path store) {
    return OverlayImageStore.open(store, TestedOverlay.options());
  }

  private void load(Packing packing) {
    try (ImageStore store = open(root)) {
      List<Image> unused =
          store.load(new ByteArrayInputStream(OciLayout.of(packing).with(IMAGE).tar()));
    }
  }

  private Path blob(Packing packing) {
    String digest = TestImage.sha256(packing.pack(IMAGE.layers().get(0))).hex();
    return root.resolve("blobs/sha256").resolve(digest);
  }

  private static TreeMap<String, String> files(Path layout) throws IOException {
    TreeMap<String, String> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(layout)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        files.put(layout.relativize(file).toString(), TestImage.sha256(bytes).toString());
      }
    }
    return files;
  }

  @Test
  void load_plainLayers_keepsNoBlobOfThem() {
    load(Packing.PLAIN);

    assertThat(blob(Packing.PLAIN)).doesNotExist();
  }

  @Test
  void load_ofLayersThatAFailedLoadHasUnpacked_keepsNoBlobOfThem() throws IOException {
    load(Packing.PLAIN);
    Path other = Files.move(root, directory.resolve("other"));
    open(root).close();
    Path unused = Files.move(other.resolve("unpacked"), root.resolve("unpacked"));

    load(Packing.PLAIN);

    assertThat(blob(Packing.PLAIN)).doesNotExist();
  }

  @Test
  void load_packedLayers_keepsThemAsTheyCame() {
    load(Packing.GZIP);

    assertThat(blob(Packing.GZIP)).exists();
  }

  @Test
  void save_ociLayoutOfPlainLayers_isTheOneThatCame() throws IOException {
    Path came = Files.createDirectory(directory.resolve("came"));
    OciLayout.of(Packing.PLAIN).with(IMAGE).writeTo(came);
    try (ImageStore store = open(root)) {
      List<Image> unused = store.load(came);

      store.save("image:1").ociLayout().to(directory.resolve("saved"));
    }

    TreeMap<String, String> expected = files(came);
    TreeMap<String, String> saved = files(directory.resolve("saved"));
    assertThat(saved.keySet()).isEqualTo(expected.keySet());
    expected.remove("index.json"); // Written anew, with the names that it is saved by.
    assertThat(saved).containsAllEntriesOf(expected);
  }

  @Test
  void layer_thatAnotherWayHasUnpacked_isUnpackedFromThat() throws IOException {
    load(Packing.PLAIN);
    Path unpacked = root.resolve("unpacked");
    Path own;
    try (Stream<Path> ways = Files.list(unpacked)) {
      own = ways.findFirst().orElseThrow();
    }
    Path unused = Files.move(own, unpacked.resolve("another"));

    try (ImageStore store = open(root)) {
      try (Mount mount = store.mount("image:1").readOnly()) {
        assertThat(mount.root().resolve("d/f")).hasContent("f".repeat(70_000));
        assertThat(mount.root().resolve("same")).doesNotExist();
      }
      assertThat(own).isDirectory();
      FileTreeDeleter.delete(unpacked.resolve("another"));
      ByteArrayOutputStream saved = new ByteArrayOutputStream();
      store.save("image:1").to(saved);
      try (ImageStore other = open(directory.resolve("other"))) {
        assertThat(other.load(new ByteArrayInputStream(saved.toByteArray())))
            .extracting(Image::id)
            .containsExactly(IMAGE.id());
      }
    }
  }

  @Test
  void load_ofTheSameLayersPacked_keepsThemAsTheyCome() {
    load(Packing.PLAIN);

    load(Packing.GZIP);

    assertThat(blob(Packing.GZIP)).exists();
    assertThat(blob(Packing.PLAIN)).doesNotExist();
    try (ImageStore store = open(root)) {
      store.load(new ByteArrayInputStream(Dialect.DOCKER_SAVE_25.write(IMAGE.tagged("other:1"))));
      assertThat(store.image("other:1").id()).isEqualTo(IMAGE.id());
    }
  }

  private Path unpackedFile() throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve("unpacked"))) {
      return files.filter(file -> file.endsWith("diff/d/f")).findFirst().orElseThrow();
    }
  }

  @Test
  void check_unpackedFileOfOtherMode_isFoundAndMadeAgain() throws IOException {
    load(Packing.PLAIN);
    Files.setPosixFilePermissions(unpackedFile(), PosixFilePermissions.fromString("rwxrwxrwx"));

    try (ImageStore store = open(root)) {
      RepairReport repair = store.repair(store.check(CheckLevel.CONTENTS));

      assertThat(repair.lost()).isEmpty();
      assertThat(store.check(CheckLevel.MOUNTABLE).isClean()).isTrue();
      try (Mount mount = store.mount("image:1").readOnly()) {
        assertThat(mount.root().resolve("d/f")).hasContent("f".repeat(70_000));
      }
    }
  }

  @Test
  void check_unpackedFileOfOtherContents_isFoundAndTheImageNamed() throws IOException {
    load(Packing.PLAIN);
    Files.writeString(unpackedFile(), "g".repeat(70_000));

    try (ImageStore store = open(root)) {
      CheckReport report = store.check(CheckLevel.CONTENTS);

      assertThat(report.isClean()).isFalse();
      assertThat(report.findings().get(0).images()).containsExactly(IMAGE.id());
      assertThat(store.repair(report).lost()).containsExactly(IMAGE.id());
      load(Packing.PLAIN);
      assertThat(store.check(CheckLevel.MOUNTABLE).isClean()).isTrue();
    }
  }

  @Test
  void unpackedFiles_lost_areNamed() throws IOException {
    load(Packing.PLAIN);
    FileTreeDeleter.delete(root.resolve("unpacked"));

    try (ImageStore store = open(root)) {
      assertThatThrownBy(() -> store.mount("image:1").readOnly())
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining("unpacked instead of being kept");
    }
  }

  @Test
  void inspect_ofAnUnpackedImage_namesItsDirectories() throws IOException {
    try (ImageStore store = open(root)) {
      StoreContract.load(store, IMAGE);

      String json = store.inspect("image:1").json();

      Matcher data =
          Pattern.compile("\"LowerDir\": \"(.*)\",\\s+\"UpperDir\": \"(.*)\"").matcher(json);
      assertThat(data.find()).as(json).isTrue();
      assertThat(Path.of(data.group(1)).resolve("same")).exists();
      assertThat(Path.of(data.group(2)).resolve("top")).hasContent("t");
    }
  }

  /** A layer that came packed before may have left them. */
  @Test
  void check_damagedChecksumsOfLayerThatIsFramed_findsNothing() throws IOException {
    load(Packing.PLAIN);
    Path sums = root.resolve("layers/" + IMAGE.diffIds().get(0).hex() + ".sums");
    assertThat(sums).doesNotExist();
    Files.writeString(sums, "nobody reads them");
    Files.setPosixFilePermissions(sums, PosixFilePermissions.fromString("rw-------"));

    try (ImageStore store = open(root)) {
      assertThat(store.check(CheckLevel.CONTENTS).findings()).isEmpty();
    }
  }
}
