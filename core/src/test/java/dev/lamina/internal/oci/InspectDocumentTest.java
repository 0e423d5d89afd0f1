package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.Inspection;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.oci.ArchiveManifestDocument.ArchivedImage;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class InspectDocumentTest {
  private static final Digest ID = Digest.parse("sha256:" + "0".repeat(64));

  @ParameterizedTest
  @CsvSource({
    "06-configs, docker image inspect no-history:1, given-configs, no-history:1, 4000",
    "06-configs, docker image inspect no-config:1, given-configs, no-config:1, 4000",
    "06-configs, docker image inspect extra:1, given-configs, extra:1, 4000",
    "08-inspect, docker inspect leaf:1, given-chain, leaf:1, 6000",
  })
  void toJson_recordedImage_isWhatTheEnginePrinted(
      String scenario, String command, String archive, String tag, long size) {
    String printed = printed(scenario, command);
    Map<String, byte[]> files = Resources.archive("golden/fixtures/" + archive + ".tar");
    ArchivedImage image = image(files, tag);
    ConfigDocument config = ConfigDocument.parse(files.get(image.config()), image.config());
    InspectFacts facts =
        new InspectFacts(
            config.id(),
            List.of(tag),
            List.of(),
            image.parent(),
            size,
            "overlay2",
            driverData(printed),
            Optional.empty());

    String json = InspectDocument.toJson(config, facts);

    assertThat(array(json)).isEqualTo(printed);
    assertThat(image.config()).isEqualTo(config.id().hex() + ".json");
  }

  static List<JsonNode> configs() {
    return Resources.jsonLines("oci/go/inspect.jsonl");
  }

  /** The table was made with Go's own decoder and encoder on the engine's structs. */
  @ParameterizedTest
  @MethodSource("configs")
  void toJson_anyConfig_isWhatGoPrints(JsonNode row) {
    byte[] raw = Resources.utf8(row.get("config").textValue());

    if (row.has("error")) {
      assertThatThrownBy(() -> ConfigDocument.parse(raw, "config x"))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageMatching("(?s).*(config|RootFS|History).*");
      return;
    }
    String json = InspectDocument.toJson(ConfigDocument.parse(raw, "config x"), facts());

    assertThat(array(json)).isEqualTo(row.get("inspect").textValue());
  }

  @Test
  void toJson_everyFact_isPrinted() {
    byte[] raw = Resources.bytes("oci/jib/containerconfig.json");
    ConfigDocument config = ConfigDocument.parse(raw, "config");
    InspectFacts facts =
        new InspectFacts(
            config.id(),
            List.of("aaa/ltop:x", "ltop:1"),
            List.of("ltop@" + ID),
            Optional.of(ID),
            685702,
            "vfs",
            Map.of("b", "2", "a", "<1>"),
            Optional.of(Instant.parse("2026-11-23T18:32:46.457332160Z")));

    String json = InspectDocument.toJson(config, facts);

    assertThat(json)
        .startsWith("{\n    \"Id\": \"" + config.id() + "\",\n    \"RepoTags\": [\n")
        .contains("\n        \"aaa/ltop:x\",\n        \"ltop:1\"\n    ],\n")
        .contains("\n    \"RepoDigests\": [\n        \"ltop@" + ID + "\"\n    ],\n")
        .contains("\n    \"Parent\": \"" + ID + "\",\n")
        .contains("\n    \"Size\": 685702,\n    \"VirtualSize\": 685702,\n")
        .contains(
            "\"Data\": {\n            \"a\": \"<1>\",\n            \"b\": \"2\"\n        },\n")
        .endsWith("\"LastTagTime\": \"2026-11-23T18:32:46.45733216Z\"\n    }\n}");
  }

  private static String array(String json) {
    return new Inspection(Image.builder(new ImageId(ID)).build(), json).toJson();
  }

  private static InspectFacts facts() {
    return new InspectFacts(
        ID, List.of(), List.of(), Optional.empty(), 7, "vfs", Map.of(), Optional.empty());
  }

  private static String printed(String scenario, String command) {
    JsonNode steps = Resources.json(Resources.text("golden/" + scenario + "/steps.json"));
    return StreamSupport.stream(steps.spliterator(), false)
        .filter(step -> step.get("cmd").textValue().equals(command))
        .map(step -> step.get("stdout").textValue())
        .findFirst()
        .orElseThrow();
  }

  private static ArchivedImage image(Map<String, byte[]> files, String tag) {
    return ArchiveManifestDocument.parse(files.get("manifest.json"), "manifest.json")
        .images()
        .stream()
        .filter(image -> image.repoTags().contains(tag))
        .findFirst()
        .orElseThrow();
  }

  /** The storage's own data, which the recording has with placeholders. */
  private static Map<String, String> driverData(String printed) {
    Map<String, String> data = new HashMap<>();
    Resources.json(printed)
        .get(0)
        .get("GraphDriver")
        .get("Data")
        .properties()
        .forEach(entry -> data.put(entry.getKey(), entry.getValue().textValue()));
    return data;
  }
}
