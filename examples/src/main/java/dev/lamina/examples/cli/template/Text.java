package dev.lamina.examples.cli.template;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as Go's {@code fmt} prints them. */
final class Text {
  /** What stands for a value that is not there. */
  static final String NO_VALUE = "<no value>";

  private static final String NIL = "<nil>";
  private static final double LEAST_PLAIN = 1e-4;
  private static final double MOST_PLAIN = 1e6;
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral(" +0000 UTC")
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Text() {}

  /** Returns a value as text. */
  static String of(@Nullable Object value) {
    return of(value, Text::simple);
  }

  /**
   * Returns a value as text.
   *
   * @param simple prints what holds no other values
   */
  static String of(@Nullable Object value, Function<@Nullable Object, String> simple) {
    if (value instanceof List<?> list) {
      return "[" + joined(list, simple) + "]";
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map)
          .entrySet().stream()
              .map(entry -> simple.apply(entry.getKey()) + ":" + of(entry.getValue(), simple))
              .collect(Collectors.joining(" ", "map[", "]"));
    }
    if (value instanceof Struct struct) {
      return "{" + joined(struct.fields().values(), simple) + "}";
    }
    if (value instanceof Row row) {
      return "{" + joined(row.fields().values(), simple) + "}";
    }
    return simple.apply(value);
  }

  private static String joined(Collection<?> values, Function<@Nullable Object, String> simple) {
    return values.stream()
        .filter(value -> !(value instanceof Method || value instanceof Hidden))
        .map(value -> of(Values.present(value), simple))
        .collect(Collectors.joining(" "));
  }

  /** Returns a value that holds no others as text. */
  static String simple(@Nullable Object value) {
    if (value == null) {
      return NIL;
    }
    if (value instanceof Double number) {
      return number(number, LEAST_PLAIN, MOST_PLAIN);
    }
    return value instanceof Instant time ? TIME.format(time) : value.toString();
  }

  /** Returns values as {@code print} does: apart where neither neighbour is a text. */
  static String all(List<@Nullable Object> values) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (i > 0 && !(value instanceof String) && !(values.get(i - 1) instanceof String)) {
        out.append(' ');
      }
      out.append(of(value));
    }
    return out.toString();
  }

  /**
   * Returns a number as text.
   *
   * @param least the least number that is printed without an exponent
   * @param most the least number above those
   */
  static String number(double number, double least, double most) {
    double size = Math.abs(number);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      return Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf";
    }
    if (size == 0) {
      return Double.toString(number).startsWith("-") ? "-0" : "0";
    }
    BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    return size < least || size >= most ? scientific(digits) : digits.toPlainString();
  }

  /** Returns a number with one digit before the point, and an exponent of two at least. */
  static String scientific(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    String digits = number.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return String.format(
        Locale.ROOT, "%se%s%02d", digits, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
