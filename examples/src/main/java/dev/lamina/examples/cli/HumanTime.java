package dev.lamina.examples.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Times as engines print them: what has none has Go's zero, the beginning of year 1. */
final class HumanTime {
  static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final DateTimeFormatter GO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xx ", Locale.ROOT);
  private static final DateTimeFormatter RFC3339 =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  private HumanTime() {}

  /** Returns a time in the clock's zone, such as {@code 2024-02-01 10:01:00 +0000 UTC}. */
  static String of(Optional<Instant> time, Clock clock) {
    ZoneId zone = clock.getZone();
    String name =
        zone.normalized().equals(ZoneOffset.UTC)
            ? "UTC"
            : DateTimeFormatter.ofPattern("zzz", Locale.US) // No other has the short names.
                .format(time.orElse(NEVER).atZone(zone));
    return GO.format(time.orElse(NEVER).atZone(zone)) + name;
  }

  /** Returns a time in the clock's zone to the second, such as {@code 2024-02-01T10:01:00Z}. */
  static String rfc3339(Optional<Instant> time, Clock clock) {
    return RFC3339.format(time.orElse(NEVER).atZone(clock.getZone()));
  }

  /** Returns how long ago a time was, such as {@code 2 years ago}. */
  static String ago(Optional<Instant> time, Clock clock) {
    return HumanDuration.between(time.orElse(NEVER), clock.instant()) + " ago";
  }

  /** Returns whether a time says anything. */
  static boolean isSaid(Optional<Instant> time) {
    return time.filter(at -> at.getEpochSecond() != NEVER.getEpochSecond()).isPresent();
  }
}
