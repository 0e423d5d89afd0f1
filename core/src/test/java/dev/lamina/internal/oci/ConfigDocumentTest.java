package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigDocumentTest {
  private static final String ROOT_FS =
      "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + "ab".repeat(32) + "\"]}";

  @Test
  void id_isThatOfTheBytes() {
    Map<String, byte[]> files = Resources.archive("golden/fixtures/given-configs.tar");

    files.forEach(
        (name, raw) -> {
          if (name.endsWith(".json") && !name.equals("manifest.json")) {
            assertThat(ConfigDocument.parse(raw, name).id().hex() + ".json").isEqualTo(name);
          }
        });
    assertThat(files).hasSize(8);
  }

  @Test
  void raw_changedByTheCaller_staysAsItWas() {
    byte[] raw = utf8("{" + ROOT_FS + "}");
    ConfigDocument config = ConfigDocument.parse(raw, "config");

    raw[0] = '!';
    config.raw()[0] = '!';

    assertThat(config.raw()).isEqualTo(utf8("{" + ROOT_FS + "}"));
  }

  @Test
  void parse_recordedTooManyNonEmptyLayers_isTheEnginesError() {
    Map<String, byte[]> files = Resources.archive("golden/fixtures/bad-history.tar");
    byte[] raw = files.get("9168308f4a4cdf440651cbc363b82190f9271688f9d8228bc613c945173a60eb.json");

    assertThatThrownBy(() -> ConfigDocument.parse(raw, "config"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("too many non-empty layers in History section");
  }

  @Test
  void parse_recordedMissingOs_isRead() {
    Map<String, byte[]> files = Resources.archive("golden/fixtures/bad-no-os.tar");
    byte[] raw = files.get("a17cf11e7f99881d71a955403c79a527ea8923eb4f1ec00c63dd17465c977363.json");

    assertThat(ConfigDocument.parse(raw, "config").os()).isEmpty();
  }

  @Test
  void parse_recordedBadManifest_isTheEnginesErrorAfterTheName() {
    byte[] raw = Resources.archive("golden/fixtures/bad-json.tar").get("manifest.json");

    assertThatThrownBy(() -> ArchiveManifestDocument.parse(raw, "manifest.json"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage(
            "manifest.json: invalid character 'n' looking for beginning of object key string");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"rootfs\":null}", "{\"layers\":[]}"})
  void parse_withoutRootFs_isTheEnginesError(String json) {
    assertThatThrownBy(() -> ConfigDocument.parse(utf8(json), "config"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("invalid image JSON, no RootFS key");
  }

  @ParameterizedTest
  @CsvSource({
    "2020-01-02T03:04:05Z, 2020-01-02T03:04:05Z",
    "2020-01-02T03:04:05.123456789+02:30, 2020-01-02T00:34:05.123456789Z",
    "1969-12-31T19:00:00-05:00, 1970-01-01T00:00:00Z",
    "0001-01-01T00:00:01Z, 0001-01-01T00:00:01Z",
  })
  void created_isAnInstant(String text, Instant instant) {
    assertThat(config("\"created\":\"" + text + "\"").created()).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\":1",
        "\"created\":null",
        "\"created\":\"0001-01-01T00:00:00Z\"",
        "\"created\":\"0001-01-01T02:00:00+02:00\""
      })
  void created_missingOrZero_isNone(String field) {
    assertThat(config(field).created()).isEmpty();
    assertThat(config("\"history\":[{" + field + "}]").history().get(0).created()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'\"config\":{\"Cmd\":7}', '\"config.Cmd\" must be an array, found the number \"7\"'",
    "'\"config\":{\"Env\":\"x\"}', '\"config.Env\" must be an array, found a string'",
    "'\"config\":{\"Env\":[{}]}', '\"config.Env[0]\" must be a string, found an object'",
    "'\"config\":{\"ExposedPorts\":[]}', '\"config.ExposedPorts\" must be an object, found an array'",
    "'\"config\":{\"Labels\":{\"a\":true}}', '\"config.Labels.a\" must be a string, found a boolean'",
    "'\"config\":{\"Tty\":1}', '\"config.Tty\" must be true or false, found the number \"1\"'",
    "'\"history\":[{},{\"empty_layer\":1}]', '\"history[1].empty_layer\" must be true or false'",
    "'\"created\":\"now\"', '\"created\" is no RFC 3339 time: \"now\"'",
    "'\"config\":{\"User\":\"a\",\"user\":\"b\"}', '\"config.User\" is ambiguous'",
  })
  void parse_wrongType_namesTheField(String field, String message) {
    assertThatThrownBy(() -> config(field))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("config sha256:x: " + message);
  }

  @Test
  void parse_diffIdThatIsNone_isRefused() {
    byte[] raw = utf8("{\"rootfs\":{\"diff_ids\":[\"sha256:" + "AB".repeat(32) + "\"]}}");

    assertThatThrownBy(() -> ConfigDocument.parse(raw, "config"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageContaining("\"rootfs.diff_ids[0]\" is no digest")
        .hasMessageContaining("invalid checksum digest format");
  }

  @Test
  void parse_fewerNonEmptyStepsThanLayers_isRead() {
    assertThat(config("\"history\":[{\"empty_layer\":true}]").diffIds()).hasSize(1);
  }

  private static ConfigDocument config(String field) {
    return ConfigDocument.parse(utf8("{" + field + "," + ROOT_FS + "}"), "config sha256:x");
  }
}
