package dev.lamina;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations as Go does: numbers with fractions, each with a unit, such as {@code 1h30m}; with
 * a sign or not. They have 64 bits of nanoseconds, which is 292 years.
 */
final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]*)(?:\\.([0-9]*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)");

  /** As many digits of a number or of a fraction fit; engines drop more of a fraction, too. */
  private static final int MAX_DIGITS = 18;

  private GoDuration() {}

  /** Returns the duration; empty if the text is none. */
  static Optional<Duration> parse(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    return nanos(unsigned).map(Duration::ofNanos).map(d -> negative ? d.negated() : d);
  }

  private static Optional<Long> nanos(String text) {
    if (text.equals("0")) {
      return Optional.of(0L);
    }
    Matcher part = PART.matcher(text);
    long sum = 0;
    int at = 0;
    try {
      while (part.region(at, text.length()).lookingAt()) {
        sum = Math.addExact(sum, nanos(part));
        at = part.end();
        if (at == text.length()) {
          return Optional.of(sum);
        }
      }
      return Optional.empty();
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static long nanos(Matcher part) {
    String fraction = part.group(2) == null ? "" : part.group(2);
    if (part.group(1).isEmpty() && fraction.isEmpty()) {
      throw new ArithmeticException("no digits");
    }
    long unit = unit(part.group(3));
    long whole = Math.multiplyExact(number(part.group(1)), unit);
    String digits = fraction.substring(0, Math.min(fraction.length(), MAX_DIGITS));
    double scale = Math.pow(10, digits.length());
    return Math.addExact(whole, (long) (number(digits) * (unit / scale)));
  }

  private static long unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "ms" -> 1_000_000;
      case "s" -> 1_000_000_000;
      case "m" -> 60_000_000_000L;
      case "h" -> 3_600_000_000_000L;
      default -> 1_000;
    };
  }

  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+", "");
    if (significant.length() > MAX_DIGITS + 1) {
      throw new ArithmeticException("too great");
    }
    try {
      return significant.isEmpty() ? 0 : Long.parseLong(significant);
    } catch (NumberFormatException e) {
      throw new ArithmeticException("too great");
    }
  }
}
