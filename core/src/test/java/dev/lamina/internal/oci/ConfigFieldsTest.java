package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigFieldsTest {
  static List<JsonNode> configs() {
    return Resources.jsonLines("oci/go/inspect.jsonl").stream()
        .filter(row -> row.has("rewritten"))
        .toList();
  }

  /** The table was made with Go's own encoder on the engine's structs, read from the same bytes. */
  @ParameterizedTest
  @MethodSource("configs")
  void toConfig_isWhatGoWrites(JsonNode row) {
    ConfigDocument read =
        ConfigDocument.parse(Resources.utf8(row.get("config").textValue()), "config");
    ConfigFields fields =
        new ConfigFields(
            read.createdAt(),
            read.author(),
            read.comment(),
            read.dockerVersion(),
            read.container(),
            read.containerConfig(),
            read.config().orElse(null),
            read.architecture(),
            read.variant(),
            read.os(),
            read.osVersion(),
            read.osFeatures(),
            read.diffIds(),
            read.history());

    ConfigDocument written = fields.toConfig();

    assertThat(new String(written.raw(), StandardCharsets.UTF_8))
        .isEqualTo(row.get("rewritten").textValue());
    assertThat(written.config().map(RunConfigDocument::toGo))
        .isEqualTo(read.config().map(RunConfigDocument::toGo));
    assertThat(written.history()).isEqualTo(read.history());
  }
}
