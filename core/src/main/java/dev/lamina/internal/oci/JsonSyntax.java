package dev.lamina.internal.oci;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Says where bytes stop being JSON, in the words of the engines (Go's {@code encoding/json}). */
final class JsonSyntax {
  private static final String TRUNCATED = "unexpected end of JSON input";

  /** What may stand next. */
  private enum Expected {
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    SEPARATOR
  }

  private final byte[] text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int position;
  private Expected expected = Expected.VALUE;

  private JsonSyntax(byte[] text) {
    this.text = text;
  }

  /** Returns what is wrong with the text, or null if it is one JSON value. */
  static @Nullable String problem(byte[] text) {
    return new JsonSyntax(text).problem();
  }

  private @Nullable String problem() {
    while (true) {
      skipSpace();
      if (position == text.length) {
        return depth == 0 && expected == Expected.SEPARATOR ? null : TRUNCATED;
      }
      String problem =
          switch (expected) {
            case VALUE -> value();
            case VALUE_OR_END -> text[position] == ']' ? leave() : value();
            case NAME -> name();
            case NAME_OR_END -> text[position] == '}' ? leave() : name();
            case COLON -> colon();
            case SEPARATOR -> separator();
          };
      if (problem != null) {
        return problem;
      }
    }
  }

  private void skipSpace() {
    while (position < text.length && isSpace(text[position])) {
      position++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private @Nullable String value() {
    expected = Expected.SEPARATOR;
    byte first = text[position];
    return switch (first) {
      case '{' -> enter(true, Expected.NAME_OR_END);
      case '[' -> enter(false, Expected.VALUE_OR_END);
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> first == '-' || isDigit() ? number() : invalid("looking for beginning of value");
    };
  }

  private @Nullable String enter(boolean object, Expected next) {
    objects.set(depth++, object);
    expected = next;
    position++;
    return null;
  }

  private @Nullable String leave() {
    depth--;
    expected = Expected.SEPARATOR;
    position++;
    return null;
  }

  private @Nullable String name() {
    if (text[position] != '"') {
      return invalid("looking for beginning of object key string");
    }
    expected = Expected.COLON;
    return string();
  }

  private @Nullable String colon() {
    if (text[position] != ':') {
      return invalid("after object key");
    }
    return next(Expected.VALUE);
  }

  private @Nullable String separator() {
    if (depth == 0) {
      return invalid("after top-level value");
    }
    boolean object = objects.get(depth - 1);
    byte b = text[position];
    if (b == ',') {
      return next(object ? Expected.NAME : Expected.VALUE);
    }
    if (b == (object ? '}' : ']')) {
      return leave();
    }
    return invalid(object ? "after object key:value pair" : "after array element");
  }

  private @Nullable String next(Expected then) {
    expected = then;
    position++;
    return null;
  }

  private @Nullable String string() {
    position++;
    while (position < text.length) {
      byte b = text[position];
      if (b == '"') {
        position++;
        return null;
      }
      if (b >= 0 && b < 0x20) {
        return invalid("in string literal");
      }
      position++;
      String problem = b == '\\' ? escape() : null;
      if (problem != null) {
        return problem;
      }
    }
    return TRUNCATED;
  }

  private @Nullable String escape() {
    if (position == text.length) {
      return TRUNCATED;
    }
    if (text[position] == 'u') {
      return hexEscape();
    }
    if ("bfnrt\\/\"".indexOf(text[position]) < 0) {
      return invalid("in string escape code");
    }
    position++;
    return null;
  }

  private @Nullable String hexEscape() {
    for (int i = 0; i < 4; i++) {
      position++;
      if (position == text.length) {
        return TRUNCATED;
      }
      if (Character.digit((char) (text[position] & 0xff), 16) < 0) {
        return invalid("in \\u hexadecimal character escape");
      }
    }
    position++;
    return null;
  }

  private @Nullable String number() {
    if (text[position] == '-') {
      position++;
      if (position == text.length || !isDigit()) {
        return invalid("in numeric literal");
      }
    }
    if (text[position] == '0') {
      position++;
    } else {
      skipDigits();
    }
    String problem = fraction();
    return problem == null ? exponent() : problem;
  }

  private @Nullable String fraction() {
    if (position == text.length || text[position] != '.') {
      return null;
    }
    position++;
    return digits("after decimal point in numeric literal");
  }

  private @Nullable String exponent() {
    if (position == text.length || (text[position] != 'e' && text[position] != 'E')) {
      return null;
    }
    position++;
    if (position < text.length && (text[position] == '+' || text[position] == '-')) {
      position++;
    }
    return digits("in exponent of numeric literal");
  }

  private @Nullable String digits(String where) {
    if (position == text.length || !isDigit()) {
      return invalid(where);
    }
    skipDigits();
    return null;
  }

  private void skipDigits() {
    while (position < text.length && isDigit()) {
      position++;
    }
  }

  private boolean isDigit() {
    return text[position] >= '0' && text[position] <= '9';
  }

  private @Nullable String literal(String word) {
    for (int i = 0; i < word.length(); i++, position++) {
      if (position == text.length || text[position] != word.charAt(i)) {
        return invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
    return null;
  }

  private String invalid(String where) {
    return position == text.length
        ? TRUNCATED
        : "invalid character " + quote(text[position] & 0xff) + " " + where;
  }

  private static String quote(int b) {
    int simple = "\u0007\b\t\n\u000b\f\r".indexOf(b);
    if (simple >= 0) {
      return "'\\" + "abtnvfr".charAt(simple) + "'";
    }
    if (b == '\\' || b == '\'') {
      return "'\\" + (char) b + "'";
    }
    if (b < 0x20 || b == 0x7f) {
      return String.format("'\\x%02x'", b);
    }
    if (b > 0x7f && (b <= 0xa0 || b == 0xad)) {
      return String.format("'\\u%04x'", b);
    }
    return "'" + (char) b + "'";
  }
}
