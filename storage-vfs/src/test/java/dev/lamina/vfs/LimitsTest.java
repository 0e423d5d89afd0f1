package dev.lamina.vfs;

import static dev.lamina.contract.TarBuilder.tar;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.StoreOptions;
import dev.lamina.contract.TarBuilder;
import dev.lamina.contract.TestImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Archives that are just within a limit, and just beyond it. */
final class LimitsTest {
  private static final long HOLE = 1L << 40;

  @TempDir private Path directory;

  /** A docker archive of one image: what its documents and its layers are. */
  private record Docker(String manifest, String config, byte[] archive) {
    static Docker of(byte[]... layers) {
      StringBuilder diffIds = new StringBuilder();
      StringBuilder names = new StringBuilder();
      TarBuilder tar = tar();
      for (int i = 0; i < layers.length; i++) {
        String comma = i == 0 ? "" : ",";
        diffIds.append(comma).append('"').append(diffId(layers[i])).append('"');
        names.append(comma).append("\"layer").append(i).append('"');
        tar = tar.file("layer" + i, layers[i]);
      }
      String config =
          "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[%s]}}"
              .formatted(diffIds);
      String manifest =
          "[{\"Config\":\"config\",\"RepoTags\":[\"a:1\"],\"Layers\":[%s]}]".formatted(names);
      return new Docker(
          manifest, config, tar.file("config", config).file("manifest.json", manifest).build());
    }

    private static String diffId(byte[] layer) {
      try {
        return TestImage.sha256(unpacked(layer)).toString();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    private static byte[] unpacked(byte[] layer) throws IOException {
      if (layer[0] == 0x1f) {
        return new java.util.zip.GZIPInputStream(new ByteArrayInputStream(layer)).readAllBytes();
      }
      return layer[0] == 0x28
          ? new com.github.luben.zstd.ZstdInputStream(new ByteArrayInputStream(layer))
              .readAllBytes()
          : layer;
    }
  }

  private static byte[] layer() {
    return tar().file("a", "content").file("b", "").file("c", "").file("d", "").build();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] nestedIndex() {
    byte[] layer = layer();
    String config =
        "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
            .formatted(TestImage.sha256(layer));
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(
                descriptor("config.v1+json", config.getBytes(UTF_8)),
                descriptor("layer.v1.tar", layer));
    String inner = index(descriptor("manifest.v1+json", manifest.getBytes(UTF_8)));
    String outer = index(descriptor("index.v1+json", inner.getBytes(UTF_8)));
    TarBuilder tar =
        tar()
            .file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
            .file("index.json", index(descriptor("index.v1+json", outer.getBytes(UTF_8))));
    for (byte[] blob :
        List.of(
            layer,
            config.getBytes(UTF_8),
            manifest.getBytes(UTF_8),
            inner.getBytes(UTF_8),
            outer.getBytes(UTF_8))) {
      tar = tar.file("blobs/sha256/" + TestImage.sha256(blob).hex(), blob);
    }
    return tar.build();
  }

  private static String index(String descriptor) {
    return "{\"schemaVersion\":2,\"manifests\":[%s]}".formatted(descriptor);
  }

  private static String descriptor(String type, byte[] blob) {
    return "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(type, TestImage.sha256(blob), blob.length);
  }

  /** The limit, the least that lets the archive in, the archive, and what a refusal names. */
  static Stream<Arguments> limits() throws IOException {
    Limits usual = Limits.defaults();
    Docker docker = Docker.of(layer());
    byte[] xattr =
        tar().file("x\u001b", "").xattr("user.a", "v".repeat(2000).getBytes(UTF_8)).build();
    long pax = Long.parseLong(new String(xattr, 124, 11, UTF_8).trim(), 8);
    int documents = docker.manifest().length() + docker.config().length();
    byte[] zeros = gzip(tar().file("zeros", new byte[101 << 20]).build());
    return Stream.of(
        row(
            "manifestBytes",
            n -> usual.manifestBytes((int) n),
            docker.manifest().length(),
            docker,
            "manifest.json"),
        row(
            "configBytes",
            n -> usual.configBytes((int) n),
            docker.config().length(),
            docker,
            "config"),
        row("documentBytes", usual::documentBytes, documents, docker, "config"),
        Arguments.of(
            "indexDepth",
            (LongFunction<Limits>) n -> usual.indexDepth((int) n),
            2,
            nestedIndex(),
            "index sha256:"),
        row(
            "archiveMembers",
            n -> usual.archiveMembers((int) n),
            3,
            docker,
            "archive member manifest.json"),
        row(
            "layersPerImage",
            n -> usual.layersPerImage((int) n),
            2,
            Docker.of(layer(), tar().file("z", "").build()),
            "image sha256:"),
        row("entriesPerLayer", usual::entriesPerLayer, 4, docker, "layer layer0: tar member \"d\""),
        row(
            "unpackedLayerBytes",
            usual::unpackedLayerBytes,
            layer().length,
            docker,
            "layer layer0"),
        row(
            "unpackedLayerBytes",
            usual::unpackedLayerBytes,
            HOLE,
            Docker.of(tar().sparse("s", HOLE, 5, "x").build()),
            "layer layer0"),
        row(
            "compressionRatio",
            n -> usual.compressionRatio((int) n),
            zerosRatio(zeros),
            Docker.of(zeros),
            "layer layer0"),
        row(
            "zstdWindowBytes",
            n -> usual.zstdWindowBytes((int) n),
            layer().length,
            Docker.of(Zstd.compress(layer())),
            "layer layer0"),
        row(
            "extensionBytes",
            n -> usual.extensionBytes((int) n),
            pax,
            Docker.of(xattr),
            "layer layer0: tar member"),
        row(
            "sparseSegments",
            n -> usual.sparseSegments((int) n),
            1,
            Docker.of(tar().sparse("s", 100_000, 512, "x").build()),
            "tar member"));
  }

  /** The bytes that come by last are the ones that count. */
  private static long zerosRatio(byte[] packed) {
    return ((101L << 20) + 10240) / packed.length + 1;
  }

  private static Arguments row(
      String name, LongFunction<Limits> limit, long least, Docker docker, String named) {
    return Arguments.of(name, limit, least, docker.archive(), named);
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("limits")
  void load_ofWhatIsJustWithinALimit_isDone(
      String name, LongFunction<Limits> limit, long least, byte[] archive, String named)
      throws IOException {
    try (ImageStore store = open(limit.apply(least))) {
      List<Image> images = store.load(new ByteArrayInputStream(archive));

      assertThat(images).hasSize(1);
    }
    try (ImageStore store = open(Limits.defaults().entriesPerLayer(0))) {
      assertThat(store.images().all()).as("stays readable").hasSize(1);
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("limits")
  void load_ofWhatIsJustBeyondALimit_isRefusedAndLeavesNothing(
      String name, LongFunction<Limits> limit, long least, byte[] archive, String named)
      throws IOException {
    Path file = Files.write(directory.resolve("archive.tar"), archive);
    try (ImageStore store = open(limit.apply(least - 1))) {
      assertRefused(() -> store.load(file), name, named);
      assertRefused(() -> store.load(new ByteArrayInputStream(archive)), name, named);

      assertThat(store.images().all()).isEmpty();
      assertThat(files("blobs")).isEmpty();
      assertThat(files("layers")).isEmpty();
      assertThat(files("staging")).isEmpty();
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable load, String name, String named) {
    assertThatThrownBy(load)
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("Limits." + name)
        .hasMessageContaining(named)
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  private ImageStore open(Limits limits) {
    return VfsImageStore.open(
        directory.resolve("store"),
        StoreOptions.defaults().durability(Durability.FAST).limits(limits));
  }

  private List<Path> files(String part) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("store").resolve(part))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void load_ofMoreThanThereIsRoomFor_isRefusedBeforeItBegins() throws IOException {
    byte[] archive = Docker.of(tar().file("big", new byte[8 << 20]).build()).archive();
    Path file = Files.write(directory.resolve("archive.tar"), archive);
    Configuration small =
        Configuration.unix().toBuilder()
            .setAttributeViews("basic", "owner", "posix", "unix")
            .setMaxSize(8 << 20)
            .build();
    try (FileSystem fileSystem = Jimfs.newFileSystem(small);
        ImageStore store =
            VfsImageStore.open(
                fileSystem.getPath("/store"),
                StoreOptions.defaults().durability(Durability.FAST))) {

      assertThatThrownBy(() -> store.load(file))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageMatching(
              "no space left on device for the layers of the archive: 8\\d+ bytes are needed,"
                  + " and \\d+ are free in /store");
      assertThat(store.images().all()).isEmpty();
    }
  }

  @Test
  void load_intoWhatIsToStayFree_isRefused() throws IOException {
    Path file = Files.write(directory.resolve("archive.tar"), Docker.of(layer()).archive());
    try (ImageStore store = open(Limits.defaults().freeBytes(Long.MAX_VALUE))) {
      assertThatThrownBy(() -> store.load(file))
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("are to stay free (Limits.freeBytes)");
      assertThat(store.images().all()).isEmpty();
    }
  }
}
