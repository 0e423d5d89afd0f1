package dev.lamina.internal.oci;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as engines write them: RFC 3339 with as many digits as needed, in their own offset. */
final class GoTime {
  /** What an engine takes a missing time for. */
  static final OffsetDateTime ZERO = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  private static final Pattern FORMAT =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d):(\\d\\d)(?:[.,](\\d+))?"
              + "(?:Z|([+-])(\\d\\d):(\\d\\d))");

  private GoTime() {}

  /** Returns the time that a text says, or null if it says none. */
  static @Nullable OffsetDateTime parse(String text) {
    // The fraction may be long; no time needs more than this.
    Matcher m = FORMAT.matcher(text);
    if (text.length() > 100 || !m.matches()) {
      return null;
    }
    try {
      return OffsetDateTime.of(
          number(m, 1),
          number(m, 2),
          number(m, 3),
          number(m, 4),
          number(m, 5),
          number(m, 6),
          nanos(m.group(7)),
          offset(m));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Returns RFC 3339 text without trailing zeros in the fraction. */
  static String format(OffsetDateTime time) {
    StringBuilder out = new StringBuilder(35);
    out.append(
        String.format(
            Locale.ROOT,
            "%04d-%02d-%02dT%02d:%02d:%02d",
            time.getYear(),
            time.getMonthValue(),
            time.getDayOfMonth(),
            time.getHour(),
            time.getMinute(),
            time.getSecond()));
    if (time.getNano() != 0) {
      out.append('.').append(String.format(Locale.ROOT, "%09d", time.getNano()));
      while (out.charAt(out.length() - 1) == '0') {
        out.setLength(out.length() - 1);
      }
    }
    return out.append(time.getOffset()).toString();
  }

  static OffsetDateTime orZero(@Nullable OffsetDateTime time) {
    return time == null ? ZERO : time;
  }

  /** Returns a time unless it is the zero time, which engines do not tell from a missing one. */
  static Optional<Instant> known(OffsetDateTime time) {
    return Optional.of(time.toInstant()).filter(instant -> !instant.equals(ZERO.toInstant()));
  }

  private static int number(Matcher m, int group) {
    return Integer.parseInt(m.group(group));
  }

  private static int nanos(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  private static ZoneOffset offset(Matcher m) {
    if (m.group(8) == null) {
      return ZoneOffset.UTC;
    }
    int sign = "-".equals(m.group(8)) ? -1 : 1;
    return ZoneOffset.ofHoursMinutes(sign * number(m, 9), sign * number(m, 10));
  }
}
