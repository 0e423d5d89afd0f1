package dev.lamina.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class TestClockTest {
  private static final Instant START = Instant.parse("2024-02-29T12:00:00Z");

  @Test
  void instant_standingClock_isWhereItWasMoved() {
    TestClock clock = TestClock.at(START);
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.instant()).isEqualTo(START);

    clock.advance(Duration.ofHours(12));

    assertThat(clock.instant()).isEqualTo("2024-03-01T00:00:00Z");
  }

  @Test
  void instant_tickingClock_isAStepLaterAtEachLook() {
    TestClock clock = TestClock.ticking(START, Duration.ofSeconds(2));

    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
    clock.advance(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(14));
  }

  @Test
  void withZone_clock_isMovedWithTheFirst() {
    TestClock utc = TestClock.at(START);
    TestClock elsewhere = utc.withZone(ZoneId.of("Asia/Tokyo"));

    utc.advance(Duration.ofDays(1));

    assertThat(utc.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(elsewhere.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(elsewhere.instant()).isEqualTo(START.plusSeconds(86_400));
  }
}
