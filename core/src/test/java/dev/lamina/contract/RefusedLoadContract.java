package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.files;
import static dev.lamina.contract.StoreContract.load;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Archives that are refused: as a whole, with a reason, and without a trace. */
public interface RefusedLoadContract extends StoreContract {
  /** An image that is good. */
  TestImage GOOD = TestImage.withFile("good", "good").tagged("good:1");

  /** An image that a test makes bad. */
  TestImage BAD =
      TestImage.of(TarBuilder.tar().file("bad", "bad"), TarBuilder.tar().file("b", "b"))
          .tagged("bad:1", "good:1");

  /** Loads an archive both ways, which must be refused and leave nothing. */
  private void assertRefused(byte[] archive, String... message) {
    Path file = write("refused.tar", archive);
    try (ImageStore store = newStore()) {
      List<Image> images = load(store, LoadContract.BASE);
      List<String> before = files(store);

      assertThatThrownBy(() -> store.load(file))
          .isInstanceOf(InvalidArchiveException.class)
          .message()
          .contains(message);
      assertThat(files(store)).isEqualTo(before);
      assertThatThrownBy(() -> store.load(new ByteArrayInputStream(archive)))
          .isInstanceOf(InvalidArchiveException.class)
          .message()
          .contains(message);
      assertThat(files(store)).isEqualTo(before);
      assertThat(store.images().all()).isEqualTo(images);
    }
  }

  /** Writes a docker archive with the files of two images, one of which is made bad. */
  private static byte[] archive(UnaryOperator<Map<String, byte[]>> change) {
    Map<String, byte[]> files = new java.util.LinkedHashMap<>();
    StringBuilder manifest = new StringBuilder("[");
    for (TestImage image : List.of(GOOD, BAD)) {
      String name = image == GOOD ? "good" : "bad";
      List<String> layers = new java.util.ArrayList<>();
      for (int i = 0; i < image.layers().size(); i++) {
        files.put(name + i + ".tar", image.layers().get(i));
        layers.add(name + i + ".tar");
      }
      files.put(name + ".json", image.config());
      manifest.append(image == GOOD ? "" : ",").append(Dialect.item(image, name + ".json", layers));
    }
    files.put("manifest.json", (manifest + "]").getBytes(UTF_8));
    TarBuilder tar = TarBuilder.tar();
    change.apply(files).forEach(tar::file);
    return tar.build();
  }

  private static byte[] edited(byte[] document, String from, String to) {
    String text = new String(document, UTF_8);
    assertThat(text).contains(from);
    return text.replace(from, to).getBytes(UTF_8);
  }

  @Test
  default void load_layerOfAnotherDiffId_isRefused() {
    byte[] other = TarBuilder.tar().file("other", "other").build();
    assertRefused(
        archive(
            files -> {
              files.put("bad1.tar", other);
              return files;
            }),
        "invalid diffID for layer 1: expected \"%s\", got \"%s\""
            .formatted(BAD.diffIds().get(1), TestImage.sha256(other)));
  }

  @Test
  default void load_layerMissing_isRefused() {
    assertRefused(
        archive(
            files -> {
              files.remove("bad1.tar");
              return files;
            }),
        "bad1.tar");
  }

  @Test
  default void load_configMissing_isRefused() {
    assertRefused(
        archive(
            files -> {
              files.remove("bad.json");
              return files;
            }),
        "bad.json");
  }

  @Test
  default void load_configThatIsNoJson_isRefused() {
    assertRefused(
        archive(
            files -> {
              files.put("bad.json", "{nope".getBytes(UTF_8));
              return files;
            }),
        "bad.json");
  }

  @Test
  default void load_fewerLayersThanDiffIds_isRefused() {
    assertRefused(
        archive(
            files -> {
              files.put("manifest.json", edited(files.get("manifest.json"), "\"bad0.tar\",", ""));
              return files;
            }),
        "invalid manifest, layers length mismatch: expected 1, got 2");
  }

  @Test
  default void load_tagThatIsNone_isRefused() {
    assertRefused(
        archive(
            files -> {
              files.put(
                  "manifest.json", edited(files.get("manifest.json"), "\"bad:1\"", "\"Bad:1\""));
              return files;
            }),
        "Bad:1");
    assertRefused(
        archive(
            files -> {
              files.put(
                  "manifest.json", edited(files.get("manifest.json"), "\"bad:1\"", "\"bad\""));
              return files;
            }),
        "invalid tag \"bad\"");
  }

  @Test
  default void load_layerThatIsNoTar_isRefused() {
    byte[] noise = new byte[2000];
    Arrays.fill(noise, (byte) 'x');
    TestImage image = TestImage.of(TarBuilder.tar());
    byte[] config =
        edited(image.config(), image.diffIds().get(0).hex(), TestImage.sha256(noise).hex());
    assertRefused(
        TarBuilder.tar()
            .file("c.json", config)
            .file("l.tar", noise)
            .file("manifest.json", "[" + Dialect.item(image, "c.json", List.of("l.tar")) + "]")
            .build(),
        "l.tar");
  }

  @Test
  default void load_layerMembersThatContradict_areRefused() {
    TestImage image =
        TestImage.of(TarBuilder.tar().file("a", "1").file("a/b", "2").symlink("c", "d"));
    assertRefused(Dialect.DOCKER_SAVE.write(image), "a");
    assertRefused(Dialect.OCI.write(image), "a");
  }

  @Test
  default void load_linksThatLeadInACircle_areRefused() {
    assertRefused(
        archive(
            files -> {
              files.remove("bad0.tar");
              files.put(
                  "manifest.json",
                  edited(files.get("manifest.json"), "bad0.tar", "circle/layer.tar"));
              return files;
            }),
        "circle/layer.tar");
    byte[] circle =
        TarBuilder.tar()
            .symlink("a", "b")
            .symlink("b", "a")
            .file("c.json", GOOD.config())
            .file("manifest.json", "[" + Dialect.item(GOOD, "c.json", List.of("a")) + "]")
            .build();
    assertRefused(circle, "too many links from archive member a");
  }

  @Test
  default void load_linkOutOfTheArchive_isRefused() {
    for (String target : List.of("../../etc/passwd", "/etc/passwd")) {
      assertRefused(
          TarBuilder.tar()
              .symlink("l.tar", target)
              .file("c.json", GOOD.config())
              .file("manifest.json", "[" + Dialect.item(GOOD, "c.json", List.of("l.tar")) + "]")
              .build(),
          "l.tar",
          "missing from the archive");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Dialect.class,
      names = {"DOCKER_SAVE", "JIB", "OCI"})
  default void load_archiveThatEndsAnywhere_isRefusedOrWhole(Dialect dialect) {
    byte[] archive = dialect.write(GOOD);
    try (ImageStore store = newStore()) {
      List<String> before = files(store);
      for (int length = 0; length < archive.length; length += 777) {
        byte[] cut = Arrays.copyOf(archive, length);
        try {
          store.load(new ByteArrayInputStream(cut));
          assertThat(archive.length - length).as("cut at %d", length).isLessThan(10_240);
          break; // Only zeros were missing.
        } catch (InvalidArchiveException e) {
          assertThat(store.images().all()).isEmpty();
          assertThat(files(store)).as("cut at %d", length).isEqualTo(before);
        }
      }
    }
  }

  @Test
  default void load_fileThatIsNoArchive_saysSo() throws IOException {
    Path empty = write("empty", new byte[0]);
    Path zeros = write("zeros", new byte[10_240]);
    Path missing = directory().resolve("missing");
    Path directory = Files.createDirectory(directory().resolve("directory"));
    try (ImageStore store = newStore()) {
      for (Path none : List.of(empty, zeros, directory)) {
        assertThatThrownBy(() -> store.load(none))
            .isInstanceOf(InvalidArchiveException.class)
            .hasMessage("invalid archive: does not contain a manifest.json");
      }
      assertThatThrownBy(() -> store.load(missing))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("open " + missing + ": no such file or directory");
      assertThatThrownBy(() -> store.load(InputStream.nullInputStream()))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage("invalid archive: does not contain a manifest.json");
    }
  }

  @Test
  default void load_blobOfAnotherDigest_isRefused() {
    OciLayout layout = OciLayout.of(Packing.PLAIN);
    layout.with(layout.manifest(GOOD)).with(layout.manifest(BAD));
    Digest layer = BAD.diffIds().get(0);
    byte[] flipped = BAD.layers().get(0).clone();
    flipped[512] ^= 1;

    assertRefused(
        layout.replaced(layer, flipped).tar(),
        "digest mismatch: expected " + layer + ", got " + TestImage.sha256(flipped));
  }

  @Test
  default void load_blobOfAnotherSize_isRefused() {
    OciLayout layout = OciLayout.of(Packing.PLAIN);
    layout.with(layout.manifest(BAD));
    Digest layer = BAD.diffIds().get(0);
    int size = BAD.layers().get(0).length;

    assertRefused(
        layout.replaced(layer, Arrays.copyOf(BAD.layers().get(0), size + 512)).tar(),
        "size mismatch: expected " + size + " bytes, got " + (size + 512));
  }

  @Test
  default void load_manifestOfAnotherDigest_isRefused() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    OciLayout.Descriptor manifest = layout.manifest(BAD);
    byte[] document = layout.files().get("blobs/sha256/" + manifest.digest().hex());

    assertRefused(
        layout
            .with(manifest)
            .replaced(
                manifest.digest(), edited(document, "\"schemaVersion\":2", "\"schemaVersion\":3"))
            .tar(),
        "digest mismatch: expected " + manifest.digest());
  }

  @Test
  default void load_layerBlobMissing_isRefused() {
    OciLayout layout = OciLayout.of(Packing.PLAIN).with(GOOD).with(BAD.tagged());

    assertRefused(layout.without(BAD.diffIds().get(1)).tar(), BAD.diffIds().get(1).toString());
  }

  /** What a blob is cannot depend on which image asks. */
  @Test
  default void load_oneBlobOfTwoDiffIds_isRefused() {
    OciLayout layout = OciLayout.of(Packing.PLAIN);
    layout.with(GOOD);
    TestImage liar = TestImage.withFile("liar", "liar");
    OciLayout.Descriptor good =
        layout.blob("application/vnd.oci.image.layer.v1.tar", GOOD.layers().get(0));
    layout.with(layout.manifest(liar, List.of(good.json(Map.of()))));

    assertRefused(
        layout.tar(),
        "invalid diffID for layer 0: expected \"%s\", got \"%s\""
            .formatted(liar.diffIds().get(0), GOOD.diffIds().get(0)));
  }

  @Test
  default void load_sameNameForTwoImages_isRefused() {
    OciLayout layout = OciLayout.of(Packing.GZIP).with(GOOD).with(BAD);

    assertRefused(layout.tar(), "index.json is ambiguous", "good:1");
  }

  @Test
  default void load_layoutWithoutImages_isRefused() {
    OciLayout layout = OciLayout.of(Packing.GZIP);
    assertRefused(layout.tar(), "index.json lists no image");
    assertRefused(layout.with(layout.attestation()).tar(), "index.json lists no image");
  }

  @Test
  default void load_layerPackedAsNoLayerIs_isRefused() {
    byte[] packed = Packing.BZIP2.pack(GOOD.layers().get(0));
    assertRefused(
        TarBuilder.tar()
            .file("c.json", GOOD.config())
            .file("l.tar", packed)
            .file("manifest.json", "[" + Dialect.item(GOOD, "c.json", List.of("l.tar")) + "]")
            .build(),
        "l.tar",
        "unsupported compression bzip2");
  }

  @Test
  default void load_layerWhosePackedBytesAreDamaged_isRefused() {
    for (Packing packing : List.of(Packing.GZIP, Packing.ZSTD, Packing.ZSTD_FRAMES)) {
      byte[] packed = packing.pack(TarBuilder.tar().file("n", new byte[300_000]).build());
      byte[] cut = Arrays.copyOf(packed, packed.length - 5);
      TestImage image = TestImage.of(TarBuilder.tar().file("n", new byte[300_000]));
      assertRefused(
          TarBuilder.tar()
              .file("c.json", image.config())
              .file("l.tar", cut)
              .file("manifest.json", "[" + Dialect.item(image, "c.json", List.of("l.tar")) + "]")
              .build(),
          "l.tar");
    }
  }

  @Test
  default void load_symbolicLinkInLayoutDirectory_isRefused() throws IOException {
    OciLayout layout = OciLayout.of(Packing.PLAIN).with(GOOD);
    Path directory = layout.writeTo(directory().resolve("layout"));
    Path blob = directory.resolve("blobs/sha256/" + GOOD.diffIds().get(0).hex());
    Path outside = write("outside", GOOD.layers().get(0));
    Files.delete(blob);
    Files.createSymbolicLink(blob, outside);
    try (ImageStore store = newStore()) {
      List<String> before = files(store);

      assertThatThrownBy(() -> store.load(directory))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("symbolic link");
      assertThat(files(store)).isEqualTo(before);
    }
  }
}
