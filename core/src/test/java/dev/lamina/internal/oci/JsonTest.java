package dev.lamina.internal.oci;

import static dev.lamina.internal.oci.Resources.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.InvalidArchiveException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void parse_deepestAllowedNesting_isRead() {
    byte[] raw = utf8("[".repeat(64) + "]".repeat(64));

    assertThat(Json.parse(raw, "x").isArray()).isTrue();
  }

  @Test
  void parse_oneLevelTooMany_isRefused() {
    assertRefused("[".repeat(65) + "]".repeat(65), "x: is beyond the limits for JSON");
  }

  @Test
  void parse_halfAMillionLevels_isRefusedWithoutStackOverflow() {
    assertRefused("[".repeat(500_000), "unexpected end of JSON input");
    assertRefused("[".repeat(250_000) + "]".repeat(250_000), "beyond the limits");
    assertRefused("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000), "beyond the limits");
  }

  @Test
  void parse_longNumber_isRefused() {
    assertThat(Json.parse(utf8("1".repeat(1000)), "x").isNumber()).isTrue();
    assertRefused("1".repeat(1001), "digits in a number");
    assertRefused("[1e" + "9".repeat(2000) + "]", "digits in a number");
  }

  @Test
  void parse_hugeExponent_costsNothing() {
    assertThat(Json.parse(utf8("[1e999999999]"), "x").isArray()).isTrue();
  }

  @Test
  void parse_tooManyValues_isRefused() {
    assertRefused("[" + "0,".repeat(300_000) + "0]", "300000 names and values");
  }

  @Test
  void parse_hundredThousandTags_isRead() {
    String tags =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"x:" + i + "\"")
            .collect(Collectors.joining(","));

    assertThat(Json.parse(utf8("[" + tags + "]"), "x")).hasSize(100_000);
  }

  @Test
  void parse_nameTwice_isRefused() {
    assertRefused("{\"a\":1,\"b\":2,\"a\":3}", "is ambiguous JSON: duplicate");
    assertRefused("{\"a\":1,\"\\u0061\":3}", "is ambiguous JSON: duplicate");
  }

  @Test
  void parse_byteOrderMark_isRefused() {
    assertRefused("\uFEFF[]", "byte order mark");
  }

  @Test
  void parse_otherEncoding_isRefused() {
    assertRefused("[]".getBytes(StandardCharsets.UTF_16BE), "invalid character '\\x00'");
    assertRefused("[]".getBytes(StandardCharsets.UTF_16LE), "invalid character '\\x00'");
    assertRefused(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, "not valid UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, "not valid UTF-8");
    assertRefused(new byte[] {'"', (byte) 0xFF, '"'}, "not valid UTF-8");
  }

  @Test
  void parse_trailingValue_isRefused() {
    assertRefused("{} {}", "x: invalid character '{' after top-level value");
  }

  @Test
  void parse_failure_namesTheDocumentEscaped() {
    assertThatThrownBy(() -> Json.parse(utf8("{"), "a\u001b[31m\nb"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessage("a\\x1b[31m\\x0ab: unexpected end of JSON input");
  }

  @Test
  void parse_hostileName_isEscapedInTheMessage() {
    assertThatThrownBy(() -> Json.parse(utf8("{\"\\u001b\":1,\"\\u001b\":2}"), "x"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageNotContaining("\u001b")
        .hasMessageContaining("\\x1b");
  }

  @Test
  void parse_hugeName_isCutInTheMessage() {
    String name = "n".repeat(40_000);

    assertThatThrownBy(() -> Json.parse(utf8("{\"" + name + "\":1,\"" + name + "\":2}"), "x"))
        .isInstanceOf(InvalidArchiveException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(600));
  }

  private static void assertRefused(String text, String message) {
    assertRefused(utf8(text), message);
  }

  private static void assertRefused(byte[] raw, String message) {
    assertThatThrownBy(() -> Json.parse(raw, "x"))
        .isInstanceOf(InvalidArchiveException.class)
        .hasMessageStartingWith("x: ")
        .hasMessageContaining(message);
  }
}
