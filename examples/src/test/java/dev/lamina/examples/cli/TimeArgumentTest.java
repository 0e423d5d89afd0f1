package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeArgumentTest {
  @ParameterizedTest
  @CsvSource({
    "0s, 2026-11-23T18:50:33Z",
    "10m, 2026-11-23T18:40:33Z",
    "1h30m, 2026-11-23T17:20:33Z",
    "500ms, 2026-11-23T18:50:32.500Z",
    "1700000000, 2023-11-14T22:13:20Z",
    "1700000000.5, 2023-11-14T22:13:20.500Z",
    "2024-02-01T10:01:00Z, 2024-02-01T10:01:00Z",
    "2024-02-01T10:01:00.25+02:00, 2024-02-01T08:01:00.250Z",
    "2024-02-01T10:01:00, 2024-02-01T10:01:00Z",
    "2024-02-01T10:01, 2024-02-01T10:01:00Z",
    "2024-02-01, 2024-02-01T00:00:00Z",
  })
  void parse_time_isAnInstant(String text, Instant expected) {
    assertThat(TimeArgument.parse(text, Run.CLOCK)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1h", "99999999999999999999", "99999999999999999999h"})
  void parse_noTime_saysWhatTheEngineSays(String text) {
    assertThatThrownBy(() -> TimeArgument.parse(text, Run.CLOCK))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("Error: failed to parse value as time or duration: \"" + text + "\"");
  }
}
