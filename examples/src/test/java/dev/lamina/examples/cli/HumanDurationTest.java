package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HumanDurationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:50:33Z");

  @ParameterizedTest
  @CsvSource({
    "-PT1H, Less than a second",
    "PT0.999S, Less than a second",
    "PT1S, 1 second",
    "PT2S, 2 seconds",
    "PT59.9S, 59 seconds",
    "PT60S, About a minute",
    "PT119S, About a minute",
    "PT2M, 2 minutes",
    "PT59M59S, 59 minutes",
    "PT1H, About an hour",
    "PT89M59S, About an hour",
    "PT90M, 2 hours",
    "PT47H29M, 47 hours",
    "PT47H30M, 2 days",
    "P13D, 13 days",
    "P14D, 2 weeks",
    "P59D, 8 weeks",
    "P60D, 2 months",
    "P729D, 24 months",
    "P730D, 2 years",
    "P106000D, 290 years",
    "P300000D, 292 years",
  })
  void of_duration_printsAsTheEngine(Duration duration, String expected) {
    assertThat(HumanDuration.of(duration)).isEqualTo(expected);
  }

  @Test
  void between_fractionOfASecond_isCutOff() {
    Instant time = NOW.minusSeconds(60).plusNanos(999_999_999);

    assertThat(HumanDuration.between(time, NOW)).isEqualTo("About a minute");
  }
}
