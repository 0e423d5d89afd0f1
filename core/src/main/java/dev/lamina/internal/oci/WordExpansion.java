package dev.lamina.internal.oci;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Expands one word as a shell does: quotes, backslashes and variables. */
final class WordExpansion {
  private static final int END = -1;
  private static final int MAX_DEPTH = 100;
  // Variables that hold variables multiply; nobody could read a config that large.
  private static final int MAX_LENGTH = 8 << 20;

  private final int[] source;
  private final List<String> env;
  private int at;
  private int depth;
  private long expanded;

  private WordExpansion(String word, List<String> env) {
    this.source = word.codePoints().toArray();
    this.env = env;
  }

  /**
   * Returns what a word expands to.
   *
   * @param env the variables, each {@code NAME=value}; of two with one name the first one counts
   * @throws IllegalArgumentException if a quote or a brace is not closed, or asks for what is not
   *     there
   */
  static ExpandedWord expand(String word, List<String> env) {
    try {
      return new WordExpansion(word, env).until(END);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "failed to process " + GoText.quote(word) + ": " + e.getMessage(), e);
    }
  }

  private ExpandedWord until(int stop) {
    ExpandedWord out = new ExpandedWord();
    while (peek() != END) {
      int c = next();
      if (c == stop) {
        return out;
      }
      switch (c) {
        case '\'' -> out.addQuoted(singleQuoted());
        case '"' -> out.addQuoted(doubleQuoted());
        case '$' -> out.addUnquoted(variable());
        case '\\' -> out.addQuoted(peek() == END ? "" : Character.toString(next()));
        default -> out.add(c);
      }
    }
    if (stop != END) {
      throw missingBrace();
    }
    return out;
  }

  private String singleQuoted() {
    StringBuilder out = new StringBuilder();
    while (peek() != '\'') {
      out.appendCodePoint(nextIn("single-quote"));
    }
    at++;
    return out.toString();
  }

  private String doubleQuoted() {
    StringBuilder out = new StringBuilder();
    while (peek() != '"') {
      int c = nextIn("double-quote");
      if (c == '$') {
        out.append(variable());
      } else {
        out.appendCodePoint(c == '\\' && isEscapedInQuotes(peek()) ? next() : c);
      }
    }
    at++;
    return out.toString();
  }

  private static boolean isEscapedInQuotes(int c) {
    return c == '"' || c == '$' || c == '\\';
  }

  private int nextIn(String quotes) {
    if (peek() == END) {
      throw new IllegalArgumentException(
          "unexpected end of statement while looking for matching " + quotes);
    }
    return next();
  }

  /** Expands what follows a dollar sign, which stands for itself before what is no name. */
  private String variable() {
    String value = peek() == '{' ? inBraces() : plainVariable();
    expanded += value.length();
    if (expanded > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "it expands to more than the " + MAX_LENGTH + " characters allowed");
    }
    return value;
  }

  private String plainVariable() {
    String name = name();
    return name.isEmpty() ? "$" : orEmpty(valueOf(name));
  }

  private String inBraces() {
    at++;
    switch (peek()) {
      case END -> throw missingBrace();
      case '{', '}', ':' -> throw new IllegalArgumentException("syntax error: bad substitution");
      default -> {}
    }
    String name = name();
    int c = peek() == END ? END : next();
    return switch (c) {
      case '}' -> orEmpty(valueOf(name));
      case '?' -> required(name, valueOf(name), alternative());
      case ':' -> modified(name);
      default -> throw new IllegalArgumentException("missing ':' in substitution");
    };
  }

  private String modified(String name) {
    int modifier = peek() == END ? END : next();
    String alternative = alternative();
    String value = valueOf(name);
    boolean empty = orEmpty(value).isEmpty();
    return switch (modifier) {
      case '-' -> empty ? alternative : orEmpty(value);
      case '+' -> empty ? "" : alternative;
      case '?' -> requiredNotEmpty(name, required(name, value, alternative), alternative);
      default ->
          throw new IllegalArgumentException(
              "unsupported modifier (" + Character.toString(modifier) + ") in substitution");
    };
  }

  private String alternative() {
    if (++depth > MAX_DEPTH) {
      throw new IllegalArgumentException("more than " + MAX_DEPTH + " braces within braces");
    }
    try {
      return until('}').text();
    } catch (IllegalArgumentException e) {
      throw peek() == END ? missingBrace() : e;
    } finally {
      depth--;
    }
  }

  private static String required(String name, @Nullable String value, String message) {
    if (value == null) {
      throw missing(name, message, "is not allowed to be unset");
    }
    return value;
  }

  private static String requiredNotEmpty(String name, String value, String message) {
    if (value.isEmpty()) {
      throw missing(name, message, "is not allowed to be empty");
    }
    return value;
  }

  private static IllegalArgumentException missing(String name, String message, String otherwise) {
    return new IllegalArgumentException(name + ": " + (message.isEmpty() ? otherwise : message));
  }

  private static IllegalArgumentException missingBrace() {
    return new IllegalArgumentException("syntax error: missing '}'");
  }

  /** Reads a name, a number, or one of the signs that are names of their own in shells. */
  private String name() {
    int start = at;
    if (Character.isDigit(peek())) {
      skipDigits();
    } else if (peek() != END && "@*#?-$!".indexOf(peek()) >= 0) {
      at++;
    } else {
      skipLetters();
    }
    return new String(source, start, at - start);
  }

  private void skipDigits() {
    while (Character.isDigit(peek())) {
      at++;
    }
  }

  private void skipLetters() {
    while (Character.isLetterOrDigit(peek()) || peek() == '_') {
      at++;
    }
  }

  private @Nullable String valueOf(String name) {
    for (String variable : env) {
      int equals = variable.indexOf('=');
      if (name.equals(equals < 0 ? variable : variable.substring(0, equals))) {
        return equals < 0 ? "" : variable.substring(equals + 1);
      }
    }
    return null;
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private int peek() {
    return at < source.length ? source[at] : END;
  }

  private int next() {
    return source[at++];
  }
}
