package dev.lamina.examples.cli;

import java.time.Duration;
import java.time.Instant;

/** A length of time as engines print it: in one unit, roughly. */
final class HumanDuration {
  /** What Go's durations can hold; engines stop counting there. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private HumanDuration() {}

  /** Returns how long before a time, in whole seconds, another was. */
  static String between(Instant before, Instant now) {
    return of(Duration.between(Instant.ofEpochSecond(before.getEpochSecond()), now));
  }

  /** Returns the duration, such as {@code About an hour}. */
  static String of(Duration duration) {
    Duration counted = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    long seconds = counted.toSeconds();
    if (seconds < 1) {
      return "Less than a second";
    }
    if (seconds < 60) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes == 1 ? "About a minute" : minutes + " minutes";
    }
    return ofHours(seconds / 3600, counted.plusMinutes(30).toHours());
  }

  private static String ofHours(long hours, long rounded) {
    if (rounded == 1) {
      return "About an hour";
    }
    if (rounded < 48) {
      return rounded + " hours";
    }
    if (rounded < 24 * 7 * 2) {
      return rounded / 24 + " days";
    }
    if (rounded < 24 * 30 * 2) {
      return rounded / 24 / 7 + " weeks";
    }
    if (rounded < 24 * 365 * 2) {
      return rounded / 24 / 30 + " months";
    }
    return hours / 24 / 365 + " years";
  }
}
