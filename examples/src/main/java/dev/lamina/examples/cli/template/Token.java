package dev.lamina.examples.cli.template;

/**
 * A piece of a template's text.
 *
 * @param pos where it begins
 * @param text the piece, or for an error its message
 * @param line the line in which it begins, from 1
 */
record Token(Kind kind, int pos, String text, int line) {
  private static final int SHOWN = 10;

  /** What a piece can be. */
  enum Kind {
    ERROR,
    BOOL,
    CHAR,
    CHAR_CONSTANT,
    ASSIGN,
    DECLARE,
    END_OF_TEXT,
    FIELD,
    IDENTIFIER,
    LEFT_DELIMITER,
    LEFT_PAREN,
    NUMBER,
    PIPE,
    RAW_STRING,
    RIGHT_DELIMITER,
    RIGHT_PAREN,
    SPACE,
    STRING,
    TEXT,
    VARIABLE,
    // From here on keywords; the dot is one in Go.
    DOT,
    BREAK,
    CONTINUE,
    ELSE,
    END,
    IF,
    NIL,
    RANGE,
    WITH,
    /** A keyword of Go's that is not to be had here. */
    OTHER_KEYWORD
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  /** Returns the token as messages show it. */
  @Override
  public String toString() {
    if (kind == Kind.END_OF_TEXT) {
      return "EOF";
    }
    if (kind == Kind.ERROR) {
      return text;
    }
    if (kind.compareTo(Kind.DOT) >= 0) {
      return "<" + text + ">";
    }
    return text.codePointCount(0, text.length()) > SHOWN
        ? Quoting.quote(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "..."
        : Quoting.quote(text);
  }
}
