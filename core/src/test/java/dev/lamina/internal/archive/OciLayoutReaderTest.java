package dev.lamina.internal.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.Platform;
import dev.lamina.internal.blob.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OciLayoutReaderTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  private final Files files = new Files();

  /** A layout in memory. */
  private static final class Files implements ArchiveFiles {
    private final Map<String, byte[]> contents = new HashMap<>();

    /** Adds a blob, and returns a descriptor of it without its last brace. */
    String blob(String mediaType, String text) {
      byte[] bytes = text.getBytes(UTF_8);
      Digest digest = Digest.sha256(Sha256.create().digest(bytes));
      contents.put("blobs/sha256/" + digest.hex(), bytes);
      return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d"
          .formatted(mediaType, digest, bytes.length);
    }

    void put(String path, String text) {
      contents.put(path, text.getBytes(UTF_8));
    }

    @Override
    public boolean has(String path) {
      return contents.containsKey(path);
    }

    @Override
    public BlobSource blob(String path) {
      byte[] bytes = contents.get(path);
      return BlobSource.readable(path, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() {}
  }

  /** Adds an image, and returns its descriptor. */
  private String image(String architecture, String annotations) {
    String config =
        files.blob(
            "application/vnd.oci.image.config.v1+json",
            "{\"os\":\"linux\",\"architecture\":\"%s\",".formatted(architecture)
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                + "d".repeat(64)
                + "\"]}}");
    String layer = files.blob("application/vnd.oci.image.layer.v1.tar", "never opened");
    String manifest =
        files.blob(
            MANIFEST,
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s},\"layers\":[%s}]}"
                .formatted(MANIFEST, config, layer));
    return manifest + ",\"annotations\":{" + annotations + "}}";
  }

  private List<ArchivedImage> read(Optional<String> repository, String... descriptors)
      throws IOException {
    files.put(OciLayoutReader.LAYOUT, "{\"imageLayoutVersion\":\"1.0.0\"}");
    files.put(
        OciLayoutReader.INDEX,
        "{\"schemaVersion\":2,\"manifests\":[" + String.join(",", descriptors) + "]}");
    return new OciLayoutReader(
            new Documents(files, Limits.defaults()), repository, List.of(Platform.host()))
        .read();
  }

  @ParameterizedTest
  @ValueSource(strings = {"image", "", "No Repository"})
  void read_ofTwoManifestsWithOneMereTag_isRefusedWhateverTheRepository(String repository) {
    String ref = "\"org.opencontainers.image.ref.name\":\"v1\"";

    assertThatThrownBy(
            () ->
                read(
                    Optional.of(repository).filter(name -> !name.isEmpty()),
                    image("amd64", ref),
                    image("arm64", ref)))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("ambiguous")
        .hasMessageContaining("v1");
  }

  @Test
  void read_ofOneMereTagUnderTwoWholeNames_givesBoth() throws IOException {
    String ref =
        "\"org.opencontainers.image.ref.name\":\"v1\","
            + "\"io.containerd.image.name\":\"docker.io/library/%s:v1\"";

    List<ArchivedImage> images =
        read(
            Optional.of("image"),
            image("amd64", ref.formatted("one")),
            image("arm64", ref.formatted("two")));

    assertThat(images).flatExtracting(ArchivedImage::tags).hasToString("[one:v1, two:v1]");
  }

  @Test
  void read_ofManifestsWithoutNames_givesAll() throws IOException {
    List<ArchivedImage> images = read(Optional.of("image"), image("amd64", ""), image("arm64", ""));

    assertThat(images).hasSize(2).allSatisfy(image -> assertThat(image.tags()).isEmpty());
  }
}
