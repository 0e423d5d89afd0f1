package dev.lamina.examples.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Reads a time as {@code --since} and {@code --until} take it. */
final class TimeArgument {
  private static final Pattern SECONDS = Pattern.compile("(\\d+)(?:\\.(\\d{1,9}))?");
  private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:h|ms|m|s))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(h|ms|m|s)");

  private TimeArgument() {}

  /**
   * Returns the time: a date, a date and a time with or without a zone, seconds since 1970, or how
   * long before now, such as {@code 1h30m}.
   */
  static Instant parse(String text, Clock clock) {
    try {
      if (DURATION.matcher(text).matches()) {
        return clock.instant().minus(duration(text));
      }
      var seconds = SECONDS.matcher(text);
      return seconds.matches() ? seconds(seconds.toMatchResult()) : date(text, clock.getZone());
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(text);
    }
  }

  private static Duration duration(String text) {
    return PART.matcher(text)
        .results()
        .map(part -> unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration unit(String name) {
    return switch (name) {
      case "h" -> Duration.ofHours(1);
      case "m" -> Duration.ofMinutes(1);
      case "s" -> Duration.ofSeconds(1);
      default -> Duration.ofMillis(1);
    };
  }

  private static Instant seconds(MatchResult parts) {
    String fraction = parts.group(2) == null ? "" : parts.group(2);
    long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
    return Instant.ofEpochSecond(Long.parseLong(parts.group(1)), nanos);
  }

  private static Instant date(String text, ZoneId zone) {
    List<Function<String, Instant>> forms =
        List.of(
            t -> OffsetDateTime.parse(t).toInstant(),
            t -> LocalDateTime.parse(t).atZone(zone).toInstant(),
            t -> LocalDate.parse(t).atStartOfDay(zone).toInstant());
    for (Function<String, Instant> form : forms) {
      try {
        return form.apply(text);
      } catch (DateTimeException e) {
        // It may be another form.
      }
    }
    throw invalid(text);
  }

  private static CommandFailure invalid(String text) {
    return new CommandFailure("Error: failed to parse value as time or duration: \"" + text + "\"");
  }
}
