package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTimeTest {
  private static Filter parse(String text) {
    return FilterTime.parse(text, ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource({
    "2006-01-02T15:04:05.999999999+07:00, 2006-01-02T08:04:05.999999999Z",
    "2006-01-02T15:04:05.999999999Z, 2006-01-02T15:04:05.999999999Z",
    "2006-01-02T15:04:05.999999999, 2006-01-02T15:04:05.999999999Z",
    "2006-01-02T15:04:05.5, 2006-01-02T15:04:05.5Z",
    "2006-01-02T15:04:05.1234567899, 2006-01-02T15:04:05.123456789Z",
    "'2006-01-02T15:04:05,25', 2006-01-02T15:04:05.25Z",
    "2006-01-02T15:04:05Z, 2006-01-02T15:04:05Z",
    "2006-01-02T15:04:05, 2006-01-02T15:04:05Z",
    "2006-01-02T15:04Z, 2006-01-02T15:04:00Z",
    "2006-01-02T15:04+00:00, 2006-01-02T15:04:00Z",
    "2006-01-02T15:04-00:00, 2006-01-02T15:04:00Z",
    "2006-01-02T15:04, 2006-01-02T15:04:00Z",
    "2006-01-02T15Z, 2006-01-02T15:00:00Z",
    "2006-01-02T15+00:00, 2006-01-02T15:00:00Z",
    "2006-01-02T15-00:00, 2006-01-02T15:00:00Z",
    "2006-01-02T15, 2006-01-02T15:00:00Z",
    "2006-01-02T1Z, 2006-01-02T01:00:00Z",
    "2006-01-02T1, 2006-01-02T01:00:00Z",
    "2006-01-02+00:00, 2006-01-02T00:00:00Z",
    "2006-01-02-00:00, 2006-01-02T00:00:00Z",
    "2006-01-02-00:01, 2006-01-02T00:01:00Z",
    "2006-01-02Z, 2006-01-02T00:00:00Z",
    "2006-01-02, 2006-01-02T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "1136073600, 2006-01-01T00:00:00Z",
    "+1136073600, 2006-01-01T00:00:00Z",
    "1136073600.000000001, 2006-01-01T00:00:00.000000001Z",
    "1136073600.5, 2006-01-01T00:00:00.5Z",
    "1136073600.1234567899, 2006-01-01T00:00:00.123456789Z",
    "20060102, 1970-08-21T04:15:02Z",
    "0, 1970-01-01T00:00:00Z",
  })
  void parse_time_isThatInstant(String text, Instant expected) {
    assertThat(parse(text)).isEqualTo(new Filter.Until(expected));
  }

  @Test
  void parse_secondsBeyondAllTime_areTheLastInstant() {
    assertThat(parse(Long.toString(Long.MAX_VALUE))).isEqualTo(new Filter.Until(Instant.MAX));
  }

  @ParameterizedTest
  @CsvSource({
    "1h30m, PT1H30M",
    "24h, PT24H",
    "10m, PT10M",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "0.000000001s, PT0.000000001S",
    "3ms4us5ns, PT0.003004005S",
    "2\u00b5s, PT0.000002S",
    "2\u03bcs, PT0.000002S",
    "-10m, PT-10M",
    "+10m, PT10M",
    "+0, PT0S",
    "-0, PT0S",
    "0s, PT0S",
    "007h, PT7H",
    "2562047h, PT2562047H",
  })
  void parse_duration_isAnAge(String text, Duration expected) {
    assertThat(parse(text)).isEqualTo(new Filter.OlderThan(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "1d",
        "1 h",
        "1h 2m",
        "h",
        ".s",
        "1h.m",
        "2562048h",
        "99999999999999999999h",
        "9223372036854775808",
        "1136073600.",
        ".5",
        "1136073600.x",
        "\u0661",
        "1e9",
        "T",
        "Z",
        "15:04"
      })
  void parse_nothingLikeADate_isNeither(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage("failed to parse value as time or duration: \"" + text + "\"");
  }

  /** What Go says of a date that is none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "so-on | as \"2006-01-02\": cannot parse \"so-on\" as \"2006\"",
        "-1d | as \"2006-01-02\": cannot parse \"-1d\" as \"2006\"",
        "2006-1-2 | as \"2006-01-02\": cannot parse \"1-2\" as \"01\"",
        "2006-01-2 | as \"2006-01-02\": cannot parse \"2\" as \"02\"",
        "2006-01-02T | as \"2006-01-02T15\": cannot parse \"\" as \"15\"",
        "2006-01-02TZ | as \"2006-01-02T15Z07:00\": cannot parse \"Z\" as \"15\"",
        "2006-01-02T15:0 | as \"2006-01-02T15:04\": cannot parse \"0\" as \"04\"",
        "2006-01-02T15:04:0Z | as \"2006-01-02T15:04:05Z07:00\": cannot parse \"0Z\" as \"05\"",
        "2006-01-02 15:04 | : extra text: \" 15:04\"",
        "2006-01-02T15+7:00 | as \"2006-01-02T15Z07:00\": cannot parse \"+7:00\" as \"Z07:00\"",
        "2006-01/02 | as \"2006-01-02\": cannot parse \"/02\" as \"-\"",
        "2006-13-01 | : month out of range",
        "2006-00-01 | : month out of range",
        "2006-02-29 | : day out of range",
        "2006-01-00 | : day out of range",
        "2006-01-02T24 | : hour out of range",
        "2006-01-02T15:60 | : minute out of range",
        "2006-01-02T15:04:60 | : second out of range",
      })
  void parse_brokenDate_saysWhatIsWrongAsGo(String text, String why) {
    String separator = why.startsWith(":") ? "" : " ";

    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessage("parsing time \"" + text + "\"" + separator + why);
  }
}
