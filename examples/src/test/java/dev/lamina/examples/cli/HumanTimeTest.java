package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HumanTimeTest {
  private static final Optional<Instant> TIME =
      Optional.of(Instant.parse("2024-02-01T10:01:00.5Z"));

  @Test
  void of_time_isGosText() {
    Clock elsewhere = Run.CLOCK.withZone(ZoneId.of("Asia/Kolkata"));

    assertThat(HumanTime.of(TIME, Run.CLOCK)).isEqualTo("2024-02-01 10:01:00 +0000 UTC");
    assertThat(HumanTime.of(TIME, elsewhere)).isEqualTo("2024-02-01 15:31:00 +0530 IST");
    assertThat(HumanTime.rfc3339(TIME, Run.CLOCK)).isEqualTo("2024-02-01T10:01:00Z");
    assertThat(HumanTime.rfc3339(TIME, elsewhere)).isEqualTo("2024-02-01T15:31:00+05:30");
    assertThat(HumanTime.ago(TIME, Run.CLOCK)).isEqualTo("2 years ago");
  }

  @Test
  void of_noTime_isTheBeginningOfYearOne() {
    assertThat(HumanTime.of(Optional.empty(), Run.CLOCK))
        .isEqualTo("0001-01-01 00:00:00 +0000 UTC");
    assertThat(HumanTime.rfc3339(Optional.empty(), Run.CLOCK)).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(HumanTime.ago(Optional.empty(), Run.CLOCK)).isEqualTo("292 years ago");
  }

  @Test
  void isSaid_noTimeOrTheZero_isFalse() {
    assertThat(HumanTime.isSaid(TIME)).isTrue();
    assertThat(HumanTime.isSaid(Optional.empty())).isFalse();
    assertThat(HumanTime.isSaid(Optional.of(HumanTime.NEVER))).isFalse();
  }
}
