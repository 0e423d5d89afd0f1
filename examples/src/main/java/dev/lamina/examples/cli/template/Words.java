package dev.lamina.examples.cli.template;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;

/** What an engine's functions do to texts. */
final class Words {
  private Words() {}

  static List<String> split(String text, String separator) {
    if (separator.isEmpty()) {
      return text.codePoints().mapToObj(Character::toString).toList();
    }
    return Arrays.asList(text.split(Pattern.quote(separator), -1));
  }

  static String lower(String text) {
    return each(text, Character::toLowerCase);
  }

  static String upper(String text) {
    return each(text, Character::toUpperCase);
  }

  private static String each(String text, IntUnaryOperator change) {
    StringBuilder out = new StringBuilder();
    text.codePoints().map(change).forEach(out::appendCodePoint);
    return out.toString();
  }

  /** Returns a text whose words begin with capitals. */
  static String title(String text) {
    StringBuilder out = new StringBuilder();
    int before = ' ';
    for (int c : text.codePoints().toArray()) {
      out.appendCodePoint(isSeparator(before) ? Character.toTitleCase(c) : c);
      before = c;
    }
    return out.toString();
  }

  private static boolean isSeparator(int c) {
    return c < 0x80 ? c != '_' && !Character.isLetterOrDigit(c) : Character.isWhitespace(c);
  }

  /** Returns a text with spaces around it, unless it is empty. */
  static String pad(String text, int before, int after) {
    if (before < 0 || after < 0) {
      throw new CallException("strings: negative Repeat count");
    }
    return text.isEmpty() ? text : " ".repeat(before) + text + " ".repeat(after);
  }

  /** Returns the first bytes of a text. */
  static String truncate(String text, int length) {
    byte[] bytes = Values.bytes(text);
    if (length < 0) {
      throw new CallException("runtime error: slice bounds out of range [:" + length + "]");
    }
    return bytes.length < length ? text : Values.part(bytes, 0, length);
  }
}
