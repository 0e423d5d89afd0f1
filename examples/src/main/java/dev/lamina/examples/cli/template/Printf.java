package dev.lamina.examples.cli.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Prints by a format as Go's {@code printf} does; widths that are arguments are not there. */
final class Printf {
  private static final Pattern DIRECTIVE =
      Pattern.compile("%([-+# 0]*)(\\d*)(?:\\.(\\d*))?(.?)", Pattern.DOTALL);
  private static final int DEFAULT_PRECISION = 6;

  private final String flags;
  private final int width;
  private final int precision;
  private final char verb;

  private Printf(Matcher directive) {
    flags = directive.group(1);
    width = number(directive.group(2), 0);
    precision = directive.group(3) == null ? -1 : number(directive.group(3), 0);
    verb = directive.group(4).charAt(0);
  }

  /** Returns the format, the values in their places. */
  static String format(String format, List<@Nullable Object> values) {
    StringBuilder out = new StringBuilder();
    Matcher directive = DIRECTIVE.matcher(format);
    int used = 0;
    while (directive.find()) {
      String verb = directive.group(4);
      String text;
      if (verb.isEmpty()) {
        text = "%!(NOVERB)";
      } else if (verb.equals("%")) {
        text = "%";
      } else if (used < values.size()) {
        text = new Printf(directive).print(values.get(used++));
      } else {
        text = "%!" + verb + "(MISSING)";
      }
      directive.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    directive.appendTail(out);
    if (used < values.size()) {
      out.append(
          values.subList(used, values.size()).stream()
              .map(value -> value == null ? "<nil>" : typed(value))
              .collect(Collectors.joining(", ", "%!(EXTRA ", ")")));
    }
    return out.toString();
  }

  private String print(@Nullable Object value) {
    if (verb == 'T') {
      return pad(Values.type(value));
    }
    return value == null && verb != 'v' ? "%!" + verb + "(<nil>)" : Text.of(value, this::simple);
  }

  private String simple(@Nullable Object value) {
    if (value == null) {
      return pad("<nil>");
    }
    String text;
    if (value instanceof Boolean) {
      text = verb == 'v' || verb == 't' ? value.toString() : null;
    } else if (value instanceof Integer || value instanceof Long) {
      text = integer(((Number) value).longValue());
    } else {
      text = value instanceof Double number ? real(number) : text(Text.simple(value));
    }
    return text == null ? "%!" + verb + "(" + typed(value) + ")" : pad(text);
  }

  private @Nullable String integer(long value) {
    return switch (verb) {
      case 'v', 'd' -> signed(value >= 0, Long.toString(Math.abs(value)));
      case 'b' -> signed(value >= 0, Long.toString(Math.abs(value), 2));
      case 'o' -> signed(value >= 0, (has('#') ? "0" : "") + Long.toString(Math.abs(value), 8));
      case 'x' -> signed(value >= 0, (has('#') ? "0x" : "") + Long.toString(Math.abs(value), 16));
      case 'X' ->
          signed(
              value >= 0,
              (has('#') ? "0X" : "") + Long.toString(Math.abs(value), 16).toUpperCase(Locale.ROOT));
      case 'c' -> Character.toString((int) value);
      case 'q' -> Quoting.quote((int) value);
      case 'U' -> String.format(Locale.ROOT, "U+%04X", value);
      default -> null;
    };
  }

  private @Nullable String real(double value) {
    BigDecimal exact = new BigDecimal(Math.abs(value));
    int digits = precision < 0 ? DEFAULT_PRECISION : precision;
    String text =
        switch (verb) {
          case 'v', 'g', 'G' -> general(Math.abs(value), exact);
          case 'f', 'F' -> exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
          case 'e', 'E' -> exponent(exact, digits);
          default -> null;
        };
    if (text == null) {
      return null;
    }
    boolean isUpper = verb == 'E' || verb == 'G';
    return signed(value >= 0, isUpper ? text.toUpperCase(Locale.ROOT) : text);
  }

  private String general(double size, BigDecimal exact) {
    if (precision < 0 || size == 0) {
      return Text.simple(size);
    }
    BigDecimal rounded =
        exact.round(new MathContext(Math.max(1, precision), RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent < -4 || exponent >= Math.max(1, precision)
        ? Text.scientific(rounded)
        : rounded.stripTrailingZeros().toPlainString();
  }

  private static String exponent(BigDecimal exact, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "e", exact);
  }

  private @Nullable String text(String value) {
    String cut = precision < 0 ? value : first(value, precision);
    return switch (verb) {
      case 's' -> cut;
      case 'v' -> has('#') ? Quoting.quote(cut) : cut;
      case 'q' -> Quoting.quote(cut);
      case 'x' -> HexFormat.of().formatHex(Values.bytes(value));
      case 'X' -> HexFormat.of().withUpperCase().formatHex(Values.bytes(value));
      default -> null;
    };
  }

  private static String first(String text, int length) {
    int most = Math.min(length, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  private String signed(boolean isPositive, String digits) {
    String sign = !isPositive ? "-" : has('+') ? "+" : has(' ') ? " " : "";
    boolean fills = has('0') && !has('-');
    int missing = width - sign.length() - digits.length();
    return sign + (fills && missing > 0 ? "0".repeat(missing) : "") + digits;
  }

  private String pad(String text) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    return has('-') ? text + " ".repeat(missing) : (has('0') ? "0" : " ").repeat(missing) + text;
  }

  private boolean has(char flag) {
    return flags.indexOf(flag) >= 0;
  }

  private static String typed(Object value) {
    return Values.type(value) + "=" + Text.of(value);
  }

  private static int number(String digits, int otherwise) {
    // Nothing is that wide.
    return digits.isEmpty() ? otherwise : digits.length() > 4 ? 9999 : Integer.parseInt(digits);
  }
}
