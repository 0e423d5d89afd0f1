package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestDocumentTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final String CONFIG = blob(MediaTypes.OCI_CONFIG);
  private static final String LAYER = blob(MediaTypes.OCI_LAYER + "+gzip");
  private static final String BODY =
      "\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[" + LAYER + "]";

  @Test
  void parse_withoutMediaType_takesTheDescriptors() {
    byte[] raw = utf8("{" + BODY + "}");

    assertThat(parse(raw, null).mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThat(parse(raw, MediaTypes.DOCKER_MANIFEST).mediaType())
        .isEqualTo(MediaTypes.DOCKER_MANIFEST);
  }

  @Test
  void parse_dockerConfigWithoutMediaType_isDockersManifest() {
    byte[] raw =
        utf8(
            "{\"schemaVersion\":2,\"config\":"
                + (blob(MediaTypes.DOCKER_CONFIG) + ",\"layers\":[" + LAYER + "]}"));

    assertThat(parse(raw, null).mediaType()).isEqualTo(MediaTypes.DOCKER_MANIFEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.config.v1+json"
      })
  void parse_descriptorPromisesSomethingElse_isRefused(String promised) {
    assertRefused("{" + BODY + "}", promised, "mismatch");
  }

  @Test
  void parse_documentSaysSomethingElseThanItsDescriptor_isRefused() {
    String json = "{\"mediaType\":\"" + MediaTypes.DOCKER_MANIFEST + "\"," + BODY + "}";

    assertThat(parse(utf8(json), MediaTypes.DOCKER_MANIFEST).layers()).hasSize(1);
    assertRefused(json, MediaTypes.OCI_MANIFEST, "\"mediaType\" mismatch");
  }

  @Test
  void parse_documentSaysItIsAnIndex_isRefused() {
    assertRefused(
        "{\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\"," + BODY + "}", null, "mismatch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"manifests", "Manifests", "MANIFESTS", "manife\u017Fts"})
  void parse_listsManifestsToo_isRefusedAsAmbiguous(String name) {
    String json = "{" + BODY + ",\"" + name + "\":[]}";

    assertRefused(json, null, "ambiguous");
    assertThatThrownBy(() -> IndexDocument.parse(utf8(json), "m", null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("ambiguous");
    assertThatThrownBy(() -> DocumentKind.of(utf8(json), "m"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("ambiguous");
  }

  @Test
  void parse_nameInTwoSpellings_isRefused() {
    assertRefused("{" + BODY + ",\"Layers\":[]}", null, "\"layers\" is ambiguous");
  }

  @ParameterizedTest
  @CsvSource({
    "'\"schemaVersion\":1', schema 1",
    "'\"schemaVersion\":2,\"fsLayers\":[]', schema 1",
    "'\"schemaVersion\":2,\"mediaType\":\"application/vnd.docker.distribution.manifest.v1+json\"', schema 1",
    "'\"schemaVersion\":3', is 3: it must be 2",
    "'\"schemaVersion\":\"2\"', must be a 64-bit integer",
    "'\"schemaVersion\":2.0', must be a 64-bit integer",
    "'\"schemaVersion\":null', is missing: it must be 2",
    "'\"x\":2', is missing: it must be 2",
  })
  void parse_otherSchema_isRefused(String schema, String message) {
    String body = BODY.replace("\"schemaVersion\":2", schema);

    assertRefused("{" + body + "}", null, message);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"config\":null', \"config\" is missing",
    "'\"config\":[]', \"config\" must be an object",
    "'\"x\":1', \"config\" is missing",
  })
  void parse_withoutConfig_isRefused(String config, String message) {
    assertRefused("{" + BODY.replace("\"config\":" + CONFIG, config) + "}", null, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "{}", "[null]", "[7]", "[[]]"})
  void parse_withoutLayers_isRefused(String layers) {
    assertRefused("{" + BODY.replace("[" + LAYER + "]", layers) + "}", null, "layers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1125899906842625", "9223372036854775808", "1.5", "1e3", "\"7\""})
  void parse_absurdSize_isRefused(String size) {
    String layer = LAYER.replace("\"size\":7", "\"size\":" + size);

    assertRefused("{" + BODY.replace(LAYER, layer) + "}", null, "\"layers[0].size\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha256:abc",
        "sha256:",
        "sha256",
        "",
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "../../../etc:passwd",
        "sha256:../../../../../../../../../../../../../../../../../../../../../etc/passwd"
      })
  void parse_whatIsNoDigest_isRefused(String digest) {
    String layer = LAYER.replace(DIGEST.toString(), digest);

    assertRefused("{" + BODY.replace(LAYER, layer) + "}", null, "\"layers[0].digest\"");
  }

  @Test
  void parse_sha512_isRead() {
    String digest = "sha512:" + "cd".repeat(64);
    String layer = LAYER.replace(DIGEST.toString(), digest);

    ManifestDocument manifest = parse(utf8("{" + BODY.replace(LAYER, layer) + "}"), null);

    assertThat(manifest.layers().get(0).digest()).hasToString(digest);
  }

  @Test
  void parse_hostileMediaType_isEscapedInTheMessage() {
    String layer = LAYER.replace("vnd.oci.image.layer", "\\u001b[2J\\n");

    assertThatThrownBy(() -> parse(utf8("{" + BODY.replace(LAYER, layer) + "}"), null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("\\x1b[2J\\x0a")
        .satisfies(e -> assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl));
  }

  @Test
  void toJson_everything_isWhatParseReads() {
    DescriptorDocument config = DescriptorDocument.of(MediaTypes.OCI_CONFIG, DIGEST, 7);
    DescriptorDocument layer =
        new DescriptorDocument(
            MediaTypes.OCI_LAYER,
            DIGEST,
            9,
            Optional.of("a/b"),
            Optional.of(new PlatformDocument("linux", "arm", "v7", "1", List.of("f"))),
            Map.of("k<", "v>"),
            List.of("https://example.com/x"));
    ManifestDocument manifest =
        new ManifestDocument(
            MediaTypes.OCI_MANIFEST,
            config,
            List.of(layer, config),
            Optional.of(layer),
            Optional.of("c/d"),
            Map.of("b", "2", "a", "1"));

    assertThat(parse(utf8(manifest.toJson()), null)).isEqualTo(manifest);
  }

  @Test
  void index_toJson_isWhatParseReads() {
    IndexDocument index =
        IndexDocument.of(
            List.of(
                DescriptorDocument.of(MediaTypes.OCI_MANIFEST, DIGEST, 7)
                    .annotated(Map.of("org.opencontainers.image.ref.name", "x:1"))));

    assertThat(IndexDocument.parse(utf8(index.toJson()), "i", null)).isEqualTo(index);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"manifests\":null", "\"manifests\":{}", "\"manifests\":[null]"})
  void index_withoutManifests_isRefused(String manifests) {
    assertThatThrownBy(
            () -> IndexDocument.parse(utf8("{\"schemaVersion\":2," + manifests + "}"), "i", null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("manifests");
  }

  @Test
  void index_ofNone_isRead() {
    byte[] raw = utf8("{\"schemaVersion\":2,\"manifests\":[]}");

    assertThat(IndexDocument.parse(raw, "i", null).manifests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"os\":\"linux\"}", "{\"architecture\":\"arm\"}", "[]", "\"x\""})
  void index_incompletePlatform_isRefused(String platform) {
    String manifest = blob(MediaTypes.OCI_MANIFEST).replace("}", ",\"platform\":" + platform + "}");

    assertThatThrownBy(
            () ->
                IndexDocument.parse(
                    utf8("{\"schemaVersion\":2,\"manifests\":[" + manifest + "]}"), "i", null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("manifests[0].platform");
  }

  private static String blob(String mediaType) {
    return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + DIGEST + "\",\"size\":7}";
  }

  private static ManifestDocument parse(byte[] raw, String mediaType) {
    return ManifestDocument.parse(raw, "m", mediaType);
  }

  private static void assertRefused(String json, String mediaType, String message) {
    assertThatThrownBy(() -> parse(utf8(json), mediaType))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("m: ")
        .hasMessageContaining(message);
  }
}
