package dev.lamina.examples.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON that a store wrote: maps, lists, texts, numbers, truth values and {@code null}. */
final class JsonReader {
  private static final String ESCAPES = "bfnrt";
  private static final String ESCAPED = "\b\f\n\r\t";

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Returns the object that a text is. */
  static Map<String, @Nullable Object> read(String text) {
    JsonReader reader = new JsonReader(text);
    reader.peek();
    return reader.object();
  }

  private @Nullable Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      default -> word();
    };
  }

  /** Returns the next character that is no space. */
  private char peek() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      String key = string();
      skip(':');
      object.put(key, value());
      skip(',');
    }
    at++;
    return object;
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    while (peek() != ']') {
      list.add(value());
      skip(',');
    }
    at++;
    return list;
  }

  private void skip(char mark) {
    if (peek() == mark) {
      at++;
    }
  }

  private String string() {
    peek();
    at++;
    StringBuilder string = new StringBuilder();
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    if (c == 'u') {
      at += 4;
      return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }
    int index = ESCAPES.indexOf(c);
    return index < 0 ? c : ESCAPED.charAt(index);
  }

  private @Nullable Object word() {
    int from = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "null" -> null;
      case "true" -> true;
      case "false" -> false;
      default -> new BigDecimal(word);
    };
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
  }
}
