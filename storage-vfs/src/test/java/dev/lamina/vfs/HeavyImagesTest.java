package dev.lamina.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.Mount;
import dev.lamina.StoreOptions;
import dev.lamina.contract.AllocatedBytes;
import dev.lamina.contract.TreeListing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images that ask for much: memory stays small, whatever comes of them. */
@Timeout(60)
final class HeavyImagesTest {
  private static final int MEGABYTE = 1 << 20;

  /** The true DiffID of a gigabyte of zeros as a file. */
  private static final String GIGABYTE_DIFF_ID =
      "9ca01fb00b2ff8dc91fc2c5e2026e722c955d15dfc098047ecae6b964c94a4bc";

  @TempDir private Path directory;
  private Path archive;

  @BeforeEach
  void choosePlace() {
    archive = directory.resolve("image.tar");
  }

  private ImageStore open() {
    return VfsImageStore.open(
        directory.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  private ImageStore open(Limits limits) {
    return VfsImageStore.open(directory.resolve("store"), StoreOptions.defaults().limits(limits));
  }

  /** Writes an archive of one image. */
  private void write(List<byte[]> layers, List<String> diffIds, String tags) throws IOException {
    String config =
        "{\"os\":\"linux\",\"architecture\":\"amd64\","
            + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + diffIds.stream()
                .map(diffId -> "\"sha256:" + diffId + '"')
                .collect(Collectors.joining(","))
            + "]}}";
    String names =
        IntStream.range(0, layers.size())
            .mapToObj(i -> "\"layer" + i + '"')
            .collect(Collectors.joining(","));
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      TarWriter tar = new TarWriter(out);
      tar.file(
          "manifest.json",
          "[{\"Config\":\"config\",\"RepoTags\":[%s],\"Layers\":[%s]}]".formatted(tags, names));
      tar.file("config", config);
      for (int i = 0; i < layers.size(); i++) {
        tar.file("layer" + i, layers.get(i));
      }
      tar.end();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a layer of one empty file. */
  private static byte[] layer(String name) throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    new TarWriter(layer).file(name, "").end();
    return layer.toByteArray();
  }

  private List<Path> keptFiles() throws IOException {
    List<Path> kept = new ArrayList<>();
    for (String part : List.of("staging", "blobs", "layers")) {
      try (Stream<Path> files = Files.walk(directory.resolve("store").resolve(part))) {
        files.filter(Files::isRegularFile).forEach(kept::add);
      }
    }
    return kept;
  }

  private void assertRefused(ImageStore store, String words, long mostBytes) throws IOException {
    AllocatedBytes allocated = new AllocatedBytes();

    assertThatThrownBy(() -> store.load(archive))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining(words);
    assertThatThrownBy(
            () -> {
              try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
                store.load(in);
              }
            })
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining(words);

    assertThat(allocated.sum()).isLessThan(mostBytes);
    assertThat(store.images().all()).isEmpty();
    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void load_ofAGigabyteInAMegabyte_needsLittleMemoryAndLeavesNothing() throws IOException {
    byte[] zeros = new byte[16 * MEGABYTE];
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(first)) {
      new TarWriter(gzip).header('0', "zeros", "", 1L << 30);
    }
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(next)) {
      gzip.write(zeros);
    }
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    first.writeTo(layer);
    for (int i = 0; i < 64; i++) {
      next.writeTo(layer);
    }
    write(List.of(layer.toByteArray()), List.of("1".repeat(64)), "");

    try (ImageStore store = open(Limits.defaults().compressionRatio(1100))) {
      AllocatedBytes allocated = new AllocatedBytes();

      assertThatThrownBy(() -> store.load(archive))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining("invalid diffID")
          .hasMessageContaining(GIGABYTE_DIFF_ID);

      assertThat(allocated.sum()).isLessThan(32 * MEGABYTE);
      assertThat(keptFiles()).isEmpty();
    }
  }

  @Test
  void load_ofAHugeDocument_isRefusedBeforeItIsInMemory() throws IOException {
    try (FileChannel out =
        FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteArrayOutputStream start = new ByteArrayOutputStream();
      new TarWriter(start).header('0', "manifest.json", "", 64 * MEGABYTE);
      start.write("[{\"Config\":\"".getBytes(UTF_8));
      out.write(ByteBuffer.wrap(start.toByteArray()));
      out.write(ByteBuffer.allocate(1024), 512 + 64 * MEGABYTE); // A hole in the file.
    }

    try (ImageStore store = open()) {
      assertRefused(store, "over the limit", 32 * MEGABYTE);
    }
  }

  @Test
  void load_ofAHugePaxHeader_isRefusedBeforeItIsInMemory() throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    new TarWriter(layer).header('x', "PaxHeaders/0", "", 64 * MEGABYTE);
    layer.write(new byte[64 * MEGABYTE]);
    write(List.of(layer.toByteArray()), List.of(sha256(layer.toByteArray())), "");

    try (ImageStore store = open()) {
      assertRefused(store, "exceeds the limit", 64 * MEGABYTE);
    }
  }

  @Test
  void load_ofMoreLinksThanAFileSystemAllows_showsThemAll() throws IOException {
    ByteArrayOutputStream layer = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(layer).file("file", "content");
    for (int i = 0; i < 70_000; i++) {
      tar.link("link" + i, "file");
    }
    tar.end();
    write(List.of(layer.toByteArray()), List.of(sha256(layer.toByteArray())), "");

    try (ImageStore store = open()) {
      Image image = store.load(archive).get(0);

      try (Mount mount = store.mount(image.id()).readOnly()) {
        Path last = mount.root().resolve("link69999");
        assertThat(last).hasContent("content");
        assertThat(Files.getAttribute(last, "unix:nlink")).isEqualTo(70_001);
      }
    }
  }

  @Test
  void load_ofHundredsOfLayers_showsThemAll() throws IOException {
    List<byte[]> layers = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      layers.add(layer("file" + i));
    }
    write(layers, layers.stream().map(HeavyImagesTest::sha256).toList(), "");

    try (ImageStore store = open(Limits.defaults().layersPerImage(600))) {
      Image image = store.load(archive).get(0);

      try (Mount mount = store.mount(image.id()).readOnly()) {
        assertThat(TreeListing.of(mount.root())).hasSize(600);
      }
    }
  }

  @Test
  void load_ofMoreTagsThanADocumentMayHold_isRefused() throws IOException {
    byte[] layer = layer("file");
    String tags =
        IntStream.range(0, 300_000)
            .mapToObj(i -> "\"hostile/tags:" + i + '"')
            .collect(Collectors.joining(","));
    write(List.of(layer), List.of(sha256(layer)), tags);

    try (ImageStore store = open()) {
      assertRefused(store, "over the limit", 32 * MEGABYTE);
    }
  }

  @Test
  void load_ofTensOfThousandsOfTags_givesThemAll() throws IOException {
    byte[] layer = layer("file");
    String tags =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "\"hostile/tags:" + i + '"')
            .collect(Collectors.joining(","));
    write(List.of(layer), List.of(sha256(layer)), tags);

    try (ImageStore store = open()) {
      Image image = store.load(archive).get(0);

      assertThat(image.tags()).hasSize(50_000);
      assertThat(store.image("hostile/tags:49999").id()).isEqualTo(image.id());
    }
  }

  @Test
  void load_ofAnIndexThatNamesOneManifestOverAndOver_isRefused() throws IOException {
    String descriptor =
        "{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:"
            + "a".repeat(64)
            + "\",\"size\":2}";
    String index =
        "{\"schemaVersion\":2,\"manifests\":["
            + String.join(",", Collections.nCopies(100_000, descriptor))
            + "]}";
    try (OutputStream out = Files.newOutputStream(archive)) {
      new TarWriter(out)
          .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
          .file("index.json", index)
          .end();
    }

    try (ImageStore store = open()) {
      assertRefused(store, "over the limit", 32 * MEGABYTE);
    }
  }
}
