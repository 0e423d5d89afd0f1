package dev.lamina.examples.cli;

/** Shortens texts. */
final class Ellipsis {
  private Ellipsis() {}

  /** Returns a text of so many characters at most, with an ellipsis where some were left out. */
  static String of(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length - 1)) + "…";
  }
}
