package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LegacyDocumentsTest {
  private static final String ID = "c4".repeat(32);

  @Test
  void parseRepositories_keepsNamesAsWritten() {
    String json = "{\"B/a\": {\"t\": \"" + ID + "\", \"T\": \"" + ID + "\"}, \"empty\": {}}";

    assertThat(LegacyDocuments.parseRepositories(utf8(json), "repositories"))
        .isEqualTo(Map.of("B/a", Map.of("t", ID, "T", ID), "empty", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{\"a\":null}",
        "{\"a\":[]}",
        "{\"a\":{\"t\":1}}",
        "{\"a\":{\"t\":null}}",
        "{\"a\":{\"t\":\"../../../etc\"}}",
        "{\"a\":{\"t\":\"c4c4\"}}",
        "{\"a\":{},\"a\":{}}",
      })
  void parseRepositories_anythingElse_isRefused(String json) {
    assertThatThrownBy(() -> LegacyDocuments.parseRepositories(utf8(json), "repositories"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("repositories: ");
  }

  @Test
  void toJson_isWhatParseReads() {
    Map<String, Map<String, String>> repositories = Map.of("b", Map.of("2", ID, "1", ID));

    String json = LegacyDocuments.toJson(repositories);

    assertThat(json).isEqualTo("{\"b\":{\"1\":\"" + ID + "\",\"2\":\"" + ID + "\"}}\n");
    assertThat(LegacyDocuments.parseRepositories(utf8(json), "x")).isEqualTo(repositories);
  }
}
