package dev.lamina;

import dev.lamina.spi.ByteNames;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands for a time in a filter: an age, a time as text, or Unix seconds. */
final class FilterTime {
  private static final Pattern SECONDS = Pattern.compile("(\\+?[0-9]+)(?:\\.(\\+?[0-9]+))?");
  private static final int NANOSECOND_DIGITS = 9;

  private FilterTime() {}

  static Filter parse(String text, ZoneId zone) {
    if (!text.equals("0")) {
      Optional<Filter> age = GoDuration.parse(text).map(Filter.OlderThan::new);
      if (age.isPresent()) {
        return age.get();
      }
    }
    return new Filter.Until(instant(text, zone));
  }

  private static Instant instant(String text, ZoneId zone) {
    try {
      return GoTimeLayout.of(text).parse(text, zone);
    } catch (InvalidFilterException e) {
      if (text.contains("-")) { // Then it was meant as a date, and the message says what is wrong.
        throw e;
      }
      return seconds(text).orElseThrow(() -> neither(text));
    }
  }

  private static InvalidFilterException neither(String text) {
    return new InvalidFilterException("failed to parse value as time or duration: " + quoted(text));
  }

  /** Returns a text in quotes, as Go prints it for {@code %q}. */
  static String quoted(String text) {
    return '"' + ByteNames.escape(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }

  private static Optional<Instant> seconds(String text) {
    Matcher number = SECONDS.matcher(text);
    if (!number.matches()) {
      return Optional.empty();
    }
    try {
      long seconds = Long.parseLong(number.group(1));
      return Optional.of(
          number.group(2) == null ? instant(seconds, 0) : instant(seconds, nanos(number.group(2))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long nanos(String digits) {
    return (long) (Long.parseLong(digits) * Math.pow(10, NANOSECOND_DIGITS - digits.length()));
  }

  /** Returns a time, or the last that there is if it lies beyond. */
  private static Instant instant(long seconds, long nanos) {
    try {
      return Instant.ofEpochSecond(seconds, nanos);
    } catch (DateTimeException | ArithmeticException e) {
      return Instant.MAX;
    }
  }
}
