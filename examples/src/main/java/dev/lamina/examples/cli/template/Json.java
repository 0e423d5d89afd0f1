package dev.lamina.examples.cli.template;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as an engine's {@code json} prints them. */
final class Json {
  private static final double LEAST_PLAIN = 1e-6;
  private static final double MOST_PLAIN = 1e21;
  private static final String MARKS = "\"\\\n\r\t";
  private static final String LETTERS = "\"\\nrt";

  private final boolean escapesHtml;

  private Json(boolean escapesHtml) {
    this.escapesHtml = escapesHtml;
  }

  /** Returns a value as JSON. */
  static String of(@Nullable Object value) {
    return new Json(false).value(value);
  }

  private String value(@Nullable Object value) {
    if (value == null || value instanceof Nil) {
      return "null";
    }
    if (value instanceof Hidden hidden) {
      return value(hidden.value());
    }
    if (value instanceof Row row) {
      // Rows are made JSON by themselves, and with Go's habit.
      return new Json(true).object(row.fields());
    }
    if (value instanceof Struct struct) {
      return object(struct.fields());
    }
    if (value instanceof Map<?, ?> map) {
      return object(new TreeMap<>(map));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(this::value).collect(Collectors.joining(",", "[", "]"));
    }
    return value instanceof Number || value instanceof Boolean
        ? number(value)
        : text(value instanceof Instant time ? time(time) : value.toString());
  }

  private String object(Map<?, ?> fields) {
    return fields.entrySet().stream()
        .filter(field -> !(field.getValue() instanceof Omitted))
        .filter(field -> !(field.getValue() instanceof Method))
        .map(field -> text(field.getKey().toString()) + ":" + value(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String number(Object number) {
    // Exponents have no leading zero here.
    return number instanceof Double real
        ? Text.number(real, LEAST_PLAIN, MOST_PLAIN).replaceFirst("e-0(\\d)$", "e-$1")
        : number.toString();
  }

  private static String time(Instant time) {
    return time.toString().replaceFirst("(\\.\\d*?)0+Z$", "$1Z");
  }

  private String text(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(c, out));
    return out.append('"').toString();
  }

  private void append(int c, StringBuilder out) {
    int mark = MARKS.indexOf(c);
    boolean isHtml = escapesHtml && (c == '<' || c == '>' || c == '&');
    if (mark >= 0) {
      out.append('\\').append(LETTERS.charAt(mark));
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      out.append("\\ufffd");
    } else if (c < ' ' || isHtml || c == 0x2028 || c == 0x2029) {
      out.append(String.format(Locale.ROOT, "\\u%04x", c));
    } else {
      out.appendCodePoint(c);
    }
  }
}
