package dev.lamina.internal.oci;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 1m30s}, as Go's {@code time.ParseDuration} does. */
final class GoNanoseconds {
  private static final Pattern PART = Pattern.compile("([0-9]*)(?:\\.([0-9]*))?([^0-9.]*)");
  private static final int MAX_LENGTH = 1000;
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "\u00b5s", 1_000L,
          "\u03bcs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private GoNanoseconds() {}

  /**
   * Returns the nanoseconds.
   *
   * @throws IllegalArgumentException if the text is no duration, or a longer one than 292 years
   */
  static long parse(String text) {
    boolean negative = text.startsWith("-");
    String unsigned = negative || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("0")) {
      return 0;
    }
    if (unsigned.isEmpty() || unsigned.length() > MAX_LENGTH) {
      throw invalid(text);
    }
    long nanoseconds = sum(unsigned, text);
    return negative ? -nanoseconds : nanoseconds;
  }

  private static long sum(String unsigned, String text) {
    Matcher part = PART.matcher(unsigned);
    BigDecimal sum = BigDecimal.ZERO;
    while (part.regionStart() < unsigned.length()) {
      if (!part.lookingAt()) {
        throw invalid(text);
      }
      sum = sum.add(nanoseconds(part, text));
      part.region(part.end(), unsigned.length());
    }
    if (sum.compareTo(MAX) > 0) {
      throw invalid(text);
    }
    return sum.longValueExact();
  }

  private static BigDecimal nanoseconds(Matcher part, String text) {
    String fraction = part.group(2) == null ? "" : part.group(2);
    if (part.group(1).isEmpty() && fraction.isEmpty()) {
      throw invalid(text);
    }
    return new BigDecimal(part.group(1) + "." + fraction + "0")
        .multiply(BigDecimal.valueOf(unit(part.group(3), text)))
        .setScale(0, RoundingMode.DOWN);
  }

  private static long unit(String name, String text) {
    String quoted = GoText.quote(text);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("time: missing unit in duration " + quoted);
    }
    Long unit = UNITS.get(name);
    if (unit == null) {
      throw new IllegalArgumentException(
          "time: unknown unit " + GoText.quote(name) + " in duration " + quoted);
    }
    return unit;
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException("time: invalid duration " + GoText.quote(text));
  }
}
