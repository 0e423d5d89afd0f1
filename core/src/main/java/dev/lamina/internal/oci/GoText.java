package dev.lamina.internal.oci;

/** Texts as Go's libraries see them: which characters are spaces, and how a text is quoted. */
final class GoText {
  private GoText() {}

  static boolean isSpace(int c) {
    return (c >= '\t' && c <= '\r') || c == 0x85 || Character.isSpaceChar(c);
  }

  static String strip(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return stripLeading(text.substring(0, end));
  }

  static String stripLeading(String text) {
    return text.substring(skipSpaces(text, 0));
  }

  /** Returns where the next character stands that is no space. */
  static int skipSpaces(String text, int start) {
    int at = start;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Returns what {@code strconv.Quote} makes. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().forEach(c -> quote(out, c));
    return out.append('"').toString();
  }

  private static void quote(StringBuilder out, int c) {
    int named = "\u0007\b\f\n\r\t\u000b\\\"".indexOf(c);
    if (named >= 0) {
      out.append('\\').append("abfnrtv\\\"".charAt(named));
    } else if (isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      out.append(String.format(c < 0x80 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
    }
  }

  private static boolean isPrintable(int c) {
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
}
