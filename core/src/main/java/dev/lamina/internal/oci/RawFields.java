package dev.lamina.internal.oci;

import java.util.LinkedHashMap;
import java.util.Map;

/** Cuts an object into its fields, with their values as they were spelled. */
final class RawFields {
  private final String text;
  private int position;

  private RawFields(String text) {
    this.text = text;
  }

  /**
   * Returns the fields of an object.
   *
   * @param text the object, which has been parsed before and is known to be valid
   */
  static Map<String, Object> of(String text) {
    return new RawFields(text).fields();
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    position = text.indexOf('{') + 1;
    while (true) {
      int quote = text.indexOf('"', position);
      if (quote < 0) {
        return fields;
      }
      position = quote;
      String name = name();
      position = text.indexOf(':', position) + 1;
      int start = position;
      skipValue();
      fields.put(name, new GoJson.Raw(text.substring(start, position)));
    }
  }

  private String name() {
    int start = position;
    skipText();
    return Json.unquote(text.substring(start, position));
  }

  /** Goes to the comma or brace after a value. */
  private void skipValue() {
    int depth = 0;
    while (true) {
      char c = text.charAt(position);
      if (c == '"') {
        skipText();
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}')) {
        return;
      }
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      }
      position++;
    }
  }

  private void skipText() {
    position++;
    while (text.charAt(position) != '"') {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    position++;
  }
}
