package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class V1ImageDocumentTest {
  private static final Digest LAYER =
      Digest.parse("sha256:2eac46a2d67b2b2b792f60751bcdb7c3f004b2186c2f22075d613d93b856532f");
  private static final HistoryDocument BELOW =
      new HistoryDocument(
          OffsetDateTime.parse("2015-01-02T03:04:05.000006+01:00"), "", "a > b", "", false);

  static List<JsonNode> documents() {
    return Resources.jsonLines("oci/go/v1-to-config.jsonl");
  }

  /** The table was made with Go's own decoder and encoder, in the steps that the engine takes. */
  @ParameterizedTest
  @MethodSource("documents")
  void config_isWhatGoMakes(JsonNode row) {
    V1ImageDocument v1 = V1ImageDocument.parse(utf8(row.get("v1").textValue()), "json");

    byte[] first = v1.config(List.of(LAYER), List.of(v1.historyStep()));
    byte[] second = v1.config(List.of(LAYER, LAYER), List.of(BELOW, v1.historyStep()));

    assertThat(text(first)).isEqualTo(row.get("first").textValue());
    assertThat(text(second)).isEqualTo(row.get("second").textValue());
  }

  @ParameterizedTest
  @MethodSource("documents")
  void config_isOneThatCanBeRead(JsonNode row) {
    V1ImageDocument v1 = V1ImageDocument.parse(utf8(row.get("v1").textValue()), "json");

    byte[] raw = v1.config(List.of(LAYER), List.of(v1.historyStep()));

    ConfigDocument config = ConfigDocument.parse(raw, "config");
    assertThat(config.diffIds()).containsExactly(LAYER);
    assertThat(config.history()).containsExactly(v1.historyStep());
  }

  @Test
  void parse_parentAndOs_areThere() {
    String parent = "ab".repeat(32);

    V1ImageDocument v1 =
        V1ImageDocument.parse(utf8("{\"os\":\"linux\",\"parent\":\"" + parent + "\"}"), "json");

    assertThat(v1.os()).isEqualTo("linux");
    assertThat(v1.parent()).contains(parent);
  }

  @Test
  void parse_withoutParent_isABase() {
    assertThat(V1ImageDocument.parse(utf8("{\"parent\":\"\"}"), "json").parent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc", "abc", "AB", "/"})
  void parse_parentThatIsNoId_isRefused(String parent) {
    byte[] raw = utf8("{\"parent\":\"" + parent + "\"}");

    assertThatThrownBy(() -> V1ImageDocument.parse(raw, "x/json"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("x/json: \"parent\" is no image ID: \"" + parent + "\"");
  }

  @Test
  void historyStep_joinsTheCommandOfTheContainer() {
    byte[] raw =
        utf8(
            "{\"author\":\"me\",\"comment\":\"hi\",\"created\":\"2016-01-01T00:00:00.5-05:00\","
                + "\"container_config\":{\"Cmd\":[\"/bin/sh\",\"-c\",\"x y\"]}}");

    assertThat(V1ImageDocument.parse(raw, "json").historyStep())
        .isEqualTo(
            new HistoryDocument(
                OffsetDateTime.parse("2016-01-01T00:00:00.5-05:00"),
                "me",
                "/bin/sh -c x y",
                "hi",
                false));
  }

  private static String text(byte[] raw) {
    return new String(raw, StandardCharsets.UTF_8);
  }
}
