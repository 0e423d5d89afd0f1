package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.oci.ArchiveManifestDocument.ArchivedImage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that jib, stereoscope and go-containerregistry test with. */
final class OtherToolsDocumentsTest {
  @ParameterizedTest
  @CsvSource({
    "ocimanifest, oci.image.manifest.v1+json, 4945ba50, 1000000",
    "translated_ocimanifest, oci.image.manifest.v1+json, 8c662931, 1000",
    "v22manifest, docker.distribution.manifest.v2+json, 4945ba50, 1000000",
    "translated_v22manifest, docker.distribution.manifest.v2+json, 8c662931, 1000",
  })
  void manifest_ofJib_isRead(String file, String mediaType, String layer, long size) {
    ManifestDocument manifest =
        ManifestDocument.parse(bytes("oci/jib/" + file + ".json"), file, null);

    assertThat(manifest.mediaType()).isEqualTo("application/vnd." + mediaType);
    assertThat(manifest.layers()).hasSize(1);
    assertThat(manifest.layers().get(0).digest().hex()).startsWith(layer);
    assertThat(manifest.layers().get(0).size()).isEqualTo(size);
    assertThat(manifest.layers().get(0).layerCompression()).isEqualTo(LayerCompression.GZIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ocimanifest", "translated_ocimanifest", "translated_v22manifest"})
  void manifest_writtenAgain_isByteForByteTheSame(String file) {
    byte[] raw = bytes("oci/jib/" + file + ".json");

    String written = ManifestDocument.parse(raw, file, null).toJson();

    // jib has the digest of a descriptor before its size, as the specification does; so have we
    assertThat(written).isEqualTo(new String(raw, StandardCharsets.UTF_8));
  }

  @Test
  void index_ofJib_isRead() {
    IndexDocument index = IndexDocument.parse(bytes("oci/jib/ociindex.json"), "index.json", null);

    assertThat(index.manifests()).hasSize(1);
    assertThat(index.manifests().get(0).annotations())
        .containsExactly(Map.entry("org.opencontainers.image.ref.name", "regis.try/repo:tag"));
  }

  @Test
  void config_ofJib_isRead() {
    ConfigDocument config = ConfigDocument.parse(bytes("oci/jib/containerconfig.json"), "config");

    assertThat(config.architecture()).isEqualTo("wasm");
    assertThat(config.os()).isEqualTo("js");
    assertThat(config.created()).contains(Instant.ofEpochSecond(20));
    RunConfigDocument run = config.config().orElseThrow();
    assertThat(run.env()).containsExactly("VAR1=VAL1", "VAR2=VAL2");
    assertThat(run.entrypoint()).containsExactly("some", "entrypoint", "command");
    assertThat(run.cmd()).containsExactly("arg1", "arg2");
    assertThat(run.exposedPorts()).containsExactly("1000/tcp", "2000/tcp", "3000/udp");
    assertThat(run.labels()).isEqualTo(Map.of("key1", "value1", "key2", "value2"));
    assertThat(run.workingDir()).isEqualTo("/some/workspace");
    assertThat(run.user()).isEqualTo("tomcat");
    assertThat(run.volumes()).containsExactly("/var/job-result-data", "/var/log/my-app-logs");
    assertThat(run.healthcheck())
        .isEqualTo(
            new HealthcheckDocument(
                List.of("CMD-SHELL", "/checkhealth"), 3000000000L, 1000000000L, 2000000000L, 3));
    assertThat(config.history()).hasSize(2);
    assertThat(config.history().get(0).emptyLayer()).isTrue();
    assertThat(config.history().get(0).author()).isEqualTo("Bazel");
    assertThat(config.history().get(1).createdBy()).isEqualTo("jib");
    assertThat(config.diffIds()).hasSize(1);
  }

  @Test
  void archiveManifest_ofJib_isRead() {
    ArchivedImage image =
        ArchiveManifestDocument.parse(bytes("oci/jib/loadmanifest2.json"), "manifest.json")
            .images()
            .get(0);

    assertThat(image.config()).isEqualTo("config.json");
    assertThat(image.repoTags()).containsExactly("testregistry/testrepo:testtag");
    assertThat(image.layers()).containsExactly("layer1.tar.gz", "layer2.tar.gz", "layer3.tar.gz");
    assertThat(image.layerSources()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"basic_list", "metadata-v3", "metadata_windows-v2", "dockerconfig", "ociindex"})
  void manifest_somethingElseOfJib_isRefused(String file) {
    byte[] raw = bytes("oci/jib/" + file + ".json");

    assertThatThrownBy(() -> ManifestDocument.parse(raw, file, null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith(file + ": ");
    assertThatThrownBy(() -> ArchiveManifestDocument.parse(raw, file))
        .isInstanceOf(InvalidArchiveException.class);
  }

  @Test
  void archiveManifest_ofStereoscope_isRead() {
    ArchiveManifestDocument manifest =
        ArchiveManifestDocument.parse(
            bytes("oci/stereoscope/docker__valid-multi-manifest-with-tags.json"), "manifest.json");

    assertThat(manifest.images())
        .extracting(image -> image.repoTags().get(0))
        .containsExactly("anchore/anchore-engine:latest", "anchore/anchore-engine:v0.8.2");
    assertThat(manifest.images()).allMatch(image -> image.layers().size() == 7);
  }

  @ParameterizedTest
  @CsvSource({
    "docker__no-descriptors.json, manifest.json lists no image",
    "docker__empty-file, manifest.json: unexpected end of JSON input",
  })
  void archiveManifest_invalidOfStereoscope_isRefused(String file, String message) {
    assertThatThrownBy(
            () -> ArchiveManifestDocument.parse(bytes("oci/stereoscope/" + file), "manifest.json"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci__multiplatform_oci_dir", "oci__valid_manifest"})
  void index_ofStereoscope_isRead(String layout) {
    byte[] raw = bytes("oci/stereoscope/" + layout + "__index.json");

    assertThat(DocumentKind.of(raw, "index.json")).isEqualTo(DocumentKind.INDEX);
    assertThat(IndexDocument.parse(raw, "index.json", null).manifests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"oci__no_manifests", "oci__invalid_file"})
  void index_invalidOfStereoscope_isRefused(String layout) {
    byte[] raw = bytes("oci/stereoscope/" + layout + "__index.json");

    assertThatThrownBy(() -> IndexDocument.parse(raw, "index.json", null))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("index.json: ");
  }

  @Test
  void layoutFile_ofStereoscope_isRead() {
    byte[] raw = bytes("oci/stereoscope/oci__multiplatform_oci_dir__oci-layout");

    assertThat(OciLayoutDocument.parse(raw, "oci-layout")).isEqualTo(OciLayoutDocument.CURRENT);
  }

  @Test
  void index_ofGoContainerRegistry_isRead() {
    List<JsonNode> layouts = Resources.jsonLines("oci/ggcr/layouts.jsonl");

    for (JsonNode layout : layouts) {
      byte[] raw = Resources.utf8(layout.get("index").toString());
      IndexDocument index = IndexDocument.parse(raw, "index.json", null);

      JsonNode first = layout.get("index").get("manifests").get(0);
      assertThat(index.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
      assertThat(index.manifests().get(0).digest())
          .isEqualTo(Digest.parse(first.get("digest").textValue()));
    }
    assertThat(layouts).hasSize(3);
  }

  @Test
  void archiveManifest_ofGoContainerRegistry_isRead() {
    List<String> tags = new ArrayList<>();
    for (List<String> row : Resources.table("oci/ggcr/tarballs.tsv")) {
      JsonNode manifest = Resources.json(row.get(2)).get("manifest");
      if (manifest != null) {
        byte[] raw = Resources.utf8(manifest.toString());
        ArchiveManifestDocument document = ArchiveManifestDocument.parse(raw, "manifest.json");
        document.images().forEach(image -> tags.addAll(image.repoTags()));
      }
    }

    assertThat(tags).contains("test_image_1", "test_image_2", "bazel/pkg/v1/mutate:source_image");
  }
}
