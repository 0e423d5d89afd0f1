package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.oci.ArchiveManifestDocument.ArchivedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchiveManifestDocumentTest {
  private static final Digest ID = Digest.parse("sha256:" + "ab".repeat(32));

  @Test
  void parse_recordedChain_hasParents() {
    byte[] raw = Resources.archive("golden/fixtures/given-chain.tar").get("manifest.json");

    List<ArchivedImage> images = ArchiveManifestDocument.parse(raw, "manifest.json").images();

    assertThat(images)
        .extracting(image -> image.repoTags().get(0))
        .containsExactly("base:1", "mid:1", "leaf:1");
    assertThat(images.get(0).parent()).isEmpty();
    assertThat(images.get(1).parent().map(Digest::hex).map(hex -> hex + ".json"))
        .contains(images.get(0).config());
    assertThat(images.get(2).layers()).hasSize(3);
  }

  @Test
  void parse_onlyWhatIsNeeded_hasNothingElse() {
    ArchivedImage image = parse("[{\"Config\":\"c\",\"Layers\":[],\"RepoTags\":null}]");

    assertThat(image)
        .isEqualTo(new ArchivedImage("c", List.of(), List.of(), Optional.empty(), Map.of()));
  }

  @Test
  void parse_parentThatIsNoId_isNone() {
    assertThat(parse("[{\"Config\":\"c\",\"Layers\":[],\"Parent\":\"../x\"}]").parent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | m: invalid manifest, manifest cannot be null",
        "{} | m: must be an array of images",
        "[] | m lists no image",
        "[null] | m: \"[0].Config\" is missing",
        "[[]] | m: \"[0]\" must be an object, found an array",
        "[{\"Layers\":[]}] | m: \"[0].Config\" is missing",
        "[{\"Config\":\"\",\"Layers\":[]}] | m: \"[0].Config\" is missing",
        "[{\"Config\":7,\"Layers\":[]}] | m: \"[0].Config\" must be a string, found the number \"7\"",
        "[{\"Config\":\"c\"}] | m: \"[0].Layers\" is missing",
        "[{\"Config\":\"c\",\"Layers\":null}] | m: \"[0].Layers\" is missing",
        "[{\"Config\":\"c\",\"Layers\":[null]}] | m: \"[0].Layers\" has an empty or null element",
        "[{\"Config\":\"c\",\"Layers\":\"l\"}] | m: \"[0].Layers\" must be an array, found a string",
        "[{\"Config\":\"c\",\"Layers\":[],\"RepoTags\":[null]}] | m: \"[0].RepoTags\" has an empty or null element",
        "[{\"Config\":\"c\",\"Layers\":[],\"layers\":[]}] | m: \"[0].Layers\" is ambiguous: it stands there in two spellings",
        "[{\"Config\":\"c\",\"Layers\":[],\"Config\":\"d\"}] | m: is ambiguous JSON: duplicate field 'Config'",
      })
  void parse_anythingElse_isRefused(String json, String message) {
    assertThatThrownBy(() -> ArchiveManifestDocument.parse(utf8(json), "m"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage(message);
  }

  @Test
  void toJson_isWhatParseReads() {
    ArchiveManifestDocument manifest =
        new ArchiveManifestDocument(
            List.of(
                new ArchivedImage("c", List.of(), List.of("l"), Optional.empty(), Map.of()),
                new ArchivedImage(
                    "d",
                    List.of("x:1"),
                    List.of("l", "m"),
                    Optional.of(ID),
                    Map.of(ID, DescriptorDocument.of(MediaTypes.DOCKER_LAYER, ID, 3)))));

    String json = manifest.toJson();

    assertThat(json).startsWith("[{\"Config\":\"c\",\"RepoTags\":null,\"Layers\":[\"l\"]},");
    assertThat(ArchiveManifestDocument.parse(utf8(json), "m")).isEqualTo(manifest);
  }

  private static ArchivedImage parse(String json) {
    return ArchiveManifestDocument.parse(utf8(json), "m").images().get(0);
  }
}
