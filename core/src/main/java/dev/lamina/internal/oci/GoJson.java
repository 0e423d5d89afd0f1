package dev.lamina.internal.oci;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON byte for byte as Go's {@code encoding/json} does, on which image IDs and the output
 * of inspections depend. Values are maps, lists, texts, numbers, booleans, null and {@link Raw}.
 */
final class GoJson {
  /** The order of names in a Go map: by their bytes, not by Java's chars. */
  static final Comparator<String> BY_BYTES =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  private static final String INDENT = "    ";

  private final StringBuilder out = new StringBuilder();
  private final boolean html;
  private final boolean indented;

  private GoJson(boolean html, boolean indented) {
    this.html = html;
    this.indented = indented;
  }

  /** JSON that is there already. */
  record Raw(String json) {}

  /** Returns what {@code json.Marshal} makes: no spaces, and nothing that HTML could mistake. */
  static String marshal(@Nullable Object value) {
    GoJson json = new GoJson(true, false);
    json.value(value, 0);
    return json.out.toString();
  }

  /** Returns what the command line prints: indented by four, HTML's characters as they are. */
  static String indent(@Nullable Object value) {
    GoJson json = new GoJson(false, true);
    json.value(value, 0);
    return json.out.toString();
  }

  private void value(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof List<?> list) {
      array(list, depth);
    } else if (value instanceof String text) {
      quote(text);
    } else if (value instanceof Raw raw) {
      compact(raw.json());
    } else {
      out.append(value);
    }
  }

  private void object(Map<?, ?> map, int depth) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      line(depth + 1);
      quote(String.valueOf(entry.getKey()));
      out.append(indented ? ": " : ":");
      value(entry.getValue(), depth + 1);
      separator = ",";
    }
    end('}', map.isEmpty(), depth);
  }

  private void array(List<?> list, int depth) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      line(depth + 1);
      value(element, depth + 1);
      separator = ",";
    }
    end(']', list.isEmpty(), depth);
  }

  private void end(char bracket, boolean empty, int depth) {
    if (!empty) {
      line(depth);
    }
    out.append(bracket);
  }

  private void line(int depth) {
    if (indented) {
      out.append('\n').append(INDENT.repeat(depth));
    }
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      quote(text.charAt(i));
    }
    out.append('"');
  }

  private void quote(char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || isEscaped(c)) {
          escape(c);
        } else {
          out.append(c);
        }
      }
    }
  }

  /** Appends JSON without its spaces; its texts stay as they were spelled. */
  private void compact(String json) {
    boolean inText = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (!inText && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
        continue;
      }
      if (isEscaped(c)) {
        escape(c);
      } else {
        out.append(c);
      }
      if (inText && c == '\\') {
        out.append(json.charAt(++i));
      } else if (c == '"') {
        inText = !inText;
      }
    }
  }

  private boolean isEscaped(char c) {
    return c == '\u2028' || c == '\u2029' || (html && (c == '<' || c == '>' || c == '&'));
  }

  private void escape(char c) {
    out.append(String.format("\\u%04x", (int) c));
  }
}
