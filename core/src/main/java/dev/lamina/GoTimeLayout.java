package dev.lamina;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A way to write a time, parsed as Go parses it: with its leniencies and its messages.
 *
 * <p>The hour may have one digit; seconds may have a fraction where the layout has none, of which
 * nine digits count.
 */
final class GoTimeLayout {
  private static final String DATE = "2006-01-02";
  private static final String ZONE = "Z07:00";
  private static final String FRACTION = ".999999999";
  private static final List<String> TIMES = List.of("T15", "T15:04", "T15:04:05");
  private static final List<String> ELEMENTS =
      List.of("2006", "01", "02", "15", "04", "05", FRACTION, ZONE);

  private final String layout;

  private GoTimeLayout(String layout) {
    this.layout = layout;
  }

  /** Returns the layout that engines try on a text, going by the punctuation that it has. */
  static GoTimeLayout of(String text) {
    boolean inUtc = text.indexOf('z') >= 0 || text.indexOf('Z') >= 0;
    boolean hasOffset = inUtc || text.indexOf('+') >= 0 || count(text, '-') == 3;
    String zone = hasOffset ? ZONE : "";
    if (text.contains(".")) {
      return new GoTimeLayout(DATE + TIMES.get(2) + FRACTION + zone);
    }
    if (!text.contains("T")) {
      return new GoTimeLayout(DATE + zone);
    }
    int colons = Math.max(0, count(text, ':') - (hasOffset && !inUtc ? 1 : 0));
    return new GoTimeLayout(DATE + TIMES.get(Math.min(colons, 2)) + zone);
  }

  private static int count(String text, char wanted) {
    return (int) text.chars().filter(c -> c == wanted).count();
  }

  /**
   * Parses a time.
   *
   * @param zone where it is meant if the layout has no offset
   * @throws InvalidFilterException if it is none; the message is Go's
   */
  Instant parse(String text, ZoneId zone) {
    return new Parser(layout, text).parse(zone);
  }

  /** One parse. */
  private static final class Parser {
    private final String layout;
    private final String text;
    private final int[] date = {0, 1, 1};
    private final int[] time = new int[3];
    private int nanos;
    private int offset;
    private boolean hasOffset;
    private int at;

    Parser(String layout, String text) {
      this.layout = layout;
      this.text = text;
    }

    Instant parse(ZoneId zone) {
      String rest = layout;
      while (!rest.isEmpty()) {
        String element = elementOf(rest);
        rest = rest.substring(element.length());
        read(element, rest);
      }
      if (at < text.length()) {
        throw invalid(": extra text: " + FilterTime.quoted(text.substring(at)));
      }
      LocalDateTime local = local();
      return hasOffset
          ? local.toInstant(ZoneOffset.UTC).minusSeconds(offset)
          : local.atZone(zone).toInstant();
    }

    private static String elementOf(String rest) {
      return ELEMENTS.stream()
          .filter(rest::startsWith)
          .findFirst()
          .orElseGet(() -> rest.substring(0, 1));
    }

    private LocalDateTime local() {
      try {
        return LocalDateTime.of(date[0], date[1], date[2], time[0], time[1], time[2], nanos);
      } catch (DateTimeException e) {
        throw invalid(": day out of range");
      }
    }

    private void read(String element, String next) {
      switch (element) {
        case "2006" -> date[0] = year();
        case "01" -> date[1] = inRange(number(element, 2), 1, 12, "month");
        case "02" -> date[2] = number(element, 2);
        case "15" -> time[0] = inRange(number(element, 1), 0, 23, "hour");
        case "04" -> time[1] = inRange(number(element, 2), 0, 59, "minute");
        case "05" -> {
          time[2] = inRange(number(element, 2), 0, 59, "second");
          if (!next.startsWith(FRACTION)) {
            fraction();
          }
        }
        case FRACTION -> fraction();
        case ZONE -> offset();
        default -> literal(element);
      }
    }

    private int year() {
      if (digits(at) < 4) {
        throw cannotParse("2006", at);
      }
      at += 4;
      return Integer.parseInt(text, at - 4, at, 10);
    }

    /** Reads one digit or two, at least so many. */
    private int number(String element, int least) {
      int length = Math.min(digits(at), 2);
      if (length < least) {
        throw cannotParse(element, at);
      }
      at += length;
      return Integer.parseInt(text, at - length, at, 10);
    }

    private int inRange(int number, int first, int last, String what) {
      if (number < first || number > last) {
        throw invalid(": " + what + " out of range");
      }
      return number;
    }

    private void fraction() {
      if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
        int digits = digits(at + 1);
        String nine = (text.substring(at + 1, at + 1 + digits) + "0".repeat(9)).substring(0, 9);
        nanos = Integer.parseInt(nine);
        at += digits == 0 ? 0 : 1 + digits;
      }
    }

    private void offset() {
      hasOffset = true;
      if (text.startsWith("Z", at)) {
        at++;
        return;
      }
      if (text.length() < at + 6
          || "+-".indexOf(text.charAt(at)) < 0
          || digits(at + 1) != 2
          || text.charAt(at + 3) != ':'
          || digits(at + 4) < 2) {
        throw cannotParse(ZONE, at);
      }
      int minutes =
          60 * Integer.parseInt(text, at + 1, at + 3, 10)
              + Integer.parseInt(text, at + 4, at + 6, 10);
      offset = 60 * (text.charAt(at) == '-' ? -minutes : minutes);
      at += 6;
    }

    private void literal(String element) {
      if (!text.startsWith(element, at)) {
        throw cannotParse(element, at);
      }
      at += element.length();
    }

    private int digits(int from) {
      int end = from;
      while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
        end++;
      }
      return end - from;
    }

    private InvalidFilterException cannotParse(String element, int from) {
      return invalid(
          " as %s: cannot parse %s as %s"
              .formatted(
                  FilterTime.quoted(layout),
                  FilterTime.quoted(text.substring(from)),
                  FilterTime.quoted(element)));
    }

    private InvalidFilterException invalid(String why) {
      return new InvalidFilterException("parsing time " + FilterTime.quoted(text) + why);
    }
  }
}
