package dev.lamina.examples.cli.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Go's quoted strings and characters, read and written. */
final class Quoting {
  private static final String LETTERS = "abfnrtv";
  private static final String CONTROLS = "\u0007\b\f\n\r\t\u000b";

  private Quoting() {}

  /** Returns a text in double quotes. */
  static String quote(String text) {
    return quote(text, '"');
  }

  /** Returns a character in single quotes. */
  static String quote(int c) {
    return quote(Character.toString(c), '\'');
  }

  private static String quote(String text, char mark) {
    StringBuilder out = new StringBuilder().append(mark);
    text.codePoints().forEach(c -> escape(c, mark, out));
    return out.append(mark).toString();
  }

  private static void escape(int c, char mark, StringBuilder out) {
    int control = CONTROLS.indexOf(c);
    if (c == mark || c == '\\') {
      out.append('\\').appendCodePoint(c);
    } else if (control >= 0) {
      out.append('\\').append(LETTERS.charAt(control));
    } else if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      String format = c < ' ' || c == 0x7f ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x";
      out.append(String.format(Locale.ROOT, format, c));
    }
  }

  /** Returns a character's number and, if it can be printed, the character. */
  static String unicode(int c) {
    String number = c < 0 ? "U+FFFFFFFFFFFFFFFF" : String.format(Locale.ROOT, "U+%04X", c);
    return c >= 0 && isPrintable(c) ? number + " '" + Character.toString(c) + "'" : number;
  }

  /** Returns whether a character leaves ink; of spaces, only the plain one does. */
  static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }

  /**
   * Returns what a quoted text stands for.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String unquote(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    char mark = quoted.charAt(0);
    if (mark == '`') {
      return inner.replace("\r", "");
    }
    // Escapes may spell a character byte by byte.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < inner.length(); ) {
      if (inner.charAt(i) == '\\') {
        i = unescape(inner, i + 1, mark, bytes);
      } else {
        int c = inner.codePointAt(i);
        bytes.writeBytes(utf8(c));
        i += Character.charCount(c);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int unescape(String text, int at, char mark, ByteArrayOutputStream out) {
    char c = text.charAt(at);
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      out.write(CONTROLS.charAt(letter));
    } else if (c == '\\' || c == mark) {
      out.write(c);
    } else if (c == 'x') {
      out.write(number(text, at + 1, 2, 16));
      return at + 3;
    } else if (c == 'u' || c == 'U') {
      int digits = c == 'u' ? 4 : 8;
      out.writeBytes(utf8(number(text, at + 1, digits, 16)));
      return at + 1 + digits;
    } else {
      int octal = number(text, at, 3, 8);
      if (octal > 0xff) {
        throw new IllegalArgumentException("invalid syntax");
      }
      out.write(octal);
      return at + 3;
    }
    return at + 1;
  }

  private static int number(String text, int from, int digits, int radix) {
    if (from + digits > text.length()) {
      throw new IllegalArgumentException("invalid syntax");
    }
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0 || number > Character.MAX_CODE_POINT) {
        throw new IllegalArgumentException("invalid syntax");
      }
      number = number * radix + digit;
    }
    return number;
  }

  private static byte[] utf8(int c) {
    if (!Character.isValidCodePoint(c)) {
      throw new IllegalArgumentException("invalid syntax");
    }
    return Character.toString(c).getBytes(StandardCharsets.UTF_8);
  }
}
