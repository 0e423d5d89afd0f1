package dev.lamina.examples.cli.template;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What Go thinks of values. */
final class Values {
  /** Go's name of the type of everything. */
  static final String ANY = "interface {}";

  private Values() {}

  /** Returns whether a value is anything but the least of its type. */
  static boolean isTrue(@Nullable Object boxed) {
    Object value = Boxed.open(boxed);
    if (value == null || value instanceof Nil) {
      return false;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (isText(value)) {
      return !value.toString().isEmpty();
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    return !(value instanceof List<?> list) || !list.isEmpty();
  }

  /** Returns whether a value is text to Go: a number in JSON is, until it gets a type. */
  static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof BigDecimal;
  }

  /** Returns Go's name of a value's type. */
  static String type(@Nullable Object value) {
    if (value instanceof Row row) {
      return row.type();
    }
    if (value instanceof Struct struct) {
      return struct.type();
    }
    if (value instanceof List<?>) {
      return "[]" + ANY;
    }
    if (value instanceof Map<?, ?>) {
      return "map[string]" + ANY;
    }
    return value == null ? "<nil>" : simpleType(value);
  }

  /**
   * Returns Go's name of the type of what a value points to, or of the value if it is no pointer.
   */
  static String targetType(Object value) {
    String type = type(value);
    return type.startsWith("*") ? type.substring(1) : type;
  }

  private static String simpleType(Object value) {
    if (value instanceof String) {
      return "string";
    }
    if (value instanceof Boolean) {
      return "bool";
    }
    if (value instanceof Integer) {
      return "int";
    }
    if (value instanceof Long) {
      return "int64";
    }
    if (value instanceof Double) {
      return "float64";
    }
    return value instanceof BigDecimal
        ? "json.Number"
        : value instanceof Instant ? "time.Time" : ANY;
  }

  /** Returns a struct's field as templates see it. */
  static @Nullable Object present(@Nullable Object value) {
    return value instanceof Omitted omitted ? omitted.value() : value;
  }

  /** Returns a text's bytes, which Go counts. */
  static byte[] bytes(Object text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a part of a text; a character that is cut is not there. */
  static String part(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Returns a value that is known to be there. */
  static Object known(@Nullable Object value) {
    return Objects.requireNonNull(value);
  }
}
