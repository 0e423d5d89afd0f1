package dev.lamina.examples.cli.template;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of what is written out in a template. */
final class Constants {
  private Constants() {}

  /**
   * Returns a constant's value.
   *
   * @throws IllegalArgumentException if it is none; the message is Go's
   */
  static @Nullable Object value(Token token) {
    String text = token.text();
    return switch (token.kind()) {
      case NIL -> null;
      case BOOL -> Boolean.valueOf(text);
      case STRING, RAW_STRING -> Quoting.unquote(text);
      case CHAR_CONSTANT -> character(text);
      default -> number(text);
    };
  }

  private static Integer character(String text) {
    String unquoted = Quoting.unquote(text);
    if (unquoted.codePointCount(0, unquoted.length()) != 1) {
      throw new IllegalArgumentException(
          unquoted.isEmpty() ? "invalid syntax" : "malformed character constant: " + text);
    }
    return unquoted.codePointAt(0);
  }

  private static Number number(String text) {
    if (text.matches("[^.eEpPi]*|[+-]?0[xX][^.pP]*")) {
      return integer(text);
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      throw illegal(text);
    }
  }

  private static Number integer(String text) {
    long value;
    try {
      value = digits(text).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw text.matches("[-+]?\\d+")
          ? new IllegalArgumentException("integer overflow: " + Quoting.quote(text), e)
          : illegal(text);
    }
    int narrow = (int) value;
    if (narrow == value) {
      return narrow;
    }
    return value;
  }

  private static BigInteger digits(String text) {
    boolean isSigned = text.startsWith("+") || text.startsWith("-");
    String digits = (isSigned ? text.substring(1) : text).toLowerCase(Locale.ROOT);
    int radix =
        digits.startsWith("0x")
            ? 16
            : digits.startsWith("0b") ? 2 : digits.startsWith("0") ? 8 : 10;
    boolean isMarked =
        digits.startsWith("0x") || digits.startsWith("0b") || digits.startsWith("0o");
    BigInteger value =
        new BigInteger((isMarked ? digits.substring(2) : digits).replace("_", ""), radix);
    return text.startsWith("-") ? value.negate() : value;
  }

  private static IllegalArgumentException illegal(String text) {
    return new IllegalArgumentException("illegal number syntax: " + Quoting.quote(text));
  }
}
