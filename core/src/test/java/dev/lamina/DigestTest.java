package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.internal.tables.TableSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DigestTest {
  private static final Map<String, String> MESSAGES =
      Map.of(
          "digest.ErrDigestInvalidFormat", "invalid checksum digest format",
          "digest.ErrDigestInvalidLength", "invalid checksum digest length",
          "digest.ErrDigestUnsupported", "unsupported digest algorithm");

  @ParameterizedTest
  @TableSource("digest/parse_digest.tsv")
  void parse_text_partsOrMessage(
      String input, String outcome, String error, String algorithm, String encoded) {
    if (outcome.equals("ok")) {
      assertThat(Digest.parse(input)).isEqualTo(new Digest(algorithm, encoded)).hasToString(input);
    } else {
      assertThatThrownBy(() -> Digest.parse(input))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage(MESSAGES.get(error));
    }
  }

  @ParameterizedTest
  @TableSource("digest/verifier_unsupported.tsv")
  void parse_digestThatCannotBeVerified_refused(
      String name, String digest, String expected, String ours) {
    String text = digest.replaceFirst(".*\"args\": \\[\"(.*)\"\\].*", "$1");

    assertThatThrownBy(() -> Digest.parse(text)).as(name).hasMessage(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "sha256:!, invalid checksum digest length",
    "sha256:, invalid checksum digest format",
    ":abc, invalid checksum digest format",
    "a..b:abc, invalid checksum digest format",
    "a.:abc, invalid checksum digest format",
    ".a:abc, invalid checksum digest format",
    "a+b:a=_-Z, unsupported digest algorithm",
    "a+b:a:b, invalid checksum digest format",
    "SHA256:abc, invalid checksum digest format"
  })
  void parse_malformed_message(String text, String message) {
    assertThatThrownBy(() -> Digest.parse(text))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"sha256, 64", "sha384, 96", "sha512, 128"})
  void parse_registeredAlgorithm_lengthAndLowerCaseHex(String algorithm, int length) {
    String text = algorithm + ":" + "a".repeat(length);

    assertThat(Digest.parse(text)).hasToString(text);
    assertThatThrownBy(() -> Digest.parse(text + "a")).hasMessage("invalid checksum digest length");
    assertThatThrownBy(() -> Digest.parse(algorithm + ":" + "A".repeat(length)))
        .hasMessage("invalid checksum digest format");
    assertThatThrownBy(() -> Digest.parse(algorithm + ":" + "g".repeat(length)))
        .hasMessage("invalid checksum digest format");
  }

  @Test
  void parse_randomText_roundTripsOrIsRefused() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String text = i % 2 == 0 ? RandomTexts.reference(random) : RandomTexts.characters(random);
      try {
        assertThat(Digest.parse(text)).as("seed %d", seed).hasToString(text);
      } catch (InvalidReferenceException e) {
        assertThat(e.text()).isEqualTo(text);
      }
    }
  }
}
