package dev.lamina.examples.cli.template;

import dev.lamina.examples.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cuts a template's text into tokens; the last is the end or an error. */
final class Lexer {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";
  private static final String SPACES = " \t\r\n";
  private static final String DIGITS = "0123456789_";
  private static final String HEX_DIGITS = "0123456789abcdefABCDEF_";
  private static final int END = -1;
  private static final Map<String, Kind> WORDS =
      Map.ofEntries(
          Map.entry("true", Kind.BOOL),
          Map.entry("false", Kind.BOOL),
          Map.entry("break", Kind.BREAK),
          Map.entry("continue", Kind.CONTINUE),
          Map.entry("else", Kind.ELSE),
          Map.entry("end", Kind.END),
          Map.entry("if", Kind.IF),
          Map.entry("nil", Kind.NIL),
          Map.entry("range", Kind.RANGE),
          Map.entry("with", Kind.WITH),
          Map.entry("block", Kind.OTHER_KEYWORD),
          Map.entry("define", Kind.OTHER_KEYWORD),
          Map.entry("template", Kind.OTHER_KEYWORD));

  private final String input;
  private final List<Token> tokens = new ArrayList<>();
  private int start;
  private int pos;
  private int line = 1;
  private int parens;
  private boolean isInAction;
  private boolean isDone;

  private Lexer(String input) {
    this.input = input;
  }

  /** Returns the tokens of a text. */
  static List<Token> tokens(String input) {
    Lexer lexer = new Lexer(input);
    while (!lexer.isDone) {
      lexer.text();
    }
    return lexer.tokens;
  }

  private void text() {
    int open = input.indexOf(OPEN, pos);
    if (open < 0) {
      pos = input.length();
      emitText();
      emit(Kind.END_OF_TEXT);
      isDone = true;
      return;
    }
    int inside = open + OPEN.length();
    boolean trims = at(inside) == '-' && isSpace(at(inside + 1));
    pos = trims ? trimmedEnd(open) : open;
    emitText();
    skipTo(open);
    int content = trims ? inside + 2 : inside;
    if (input.startsWith("/*", content)) {
      skipTo(content);
      comment();
      return;
    }
    pos = inside;
    emit(Kind.LEFT_DELIMITER);
    skipTo(content);
    action();
  }

  private int trimmedEnd(int end) {
    int last = end;
    while (last > start && isSpace(at(last - 1))) {
      last--;
    }
    return last;
  }

  private void comment() {
    int end = input.indexOf("*/", pos + 2);
    if (end < 0) {
      fail("unclosed comment");
      return;
    }
    pos = end + 2;
    if (!isAtRight()) {
      fail("comment ends before closing delimiter");
      return;
    }
    right(false);
  }

  private void action() {
    parens = 0;
    isInAction = true;
    while (isInAction) {
      inside();
    }
  }

  private void inside() {
    if (isAtRight()) {
      if (parens == 0) {
        right(true);
      } else {
        fail("unclosed left paren");
      }
      return;
    }
    int c = next();
    switch (c) {
      case END -> fail("unclosed action");
      case ' ', '\t', '\r', '\n' -> space();
      case '=' -> emit(Kind.ASSIGN);
      case ':' -> declare();
      case '|' -> emit(Kind.PIPE);
      case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Kind.CHAR_CONSTANT, "unterminated character constant");
      case '`' -> raw();
      case '$' -> name(Kind.VARIABLE, Kind.VARIABLE);
      case '(' -> {
        emit(Kind.LEFT_PAREN);
        parens++;
      }
      case ')' -> closeParen();
      default -> other(c);
    }
  }

  private void other(int c) {
    if (c == '.' && !isDigit(peek()) && peek() != END) {
      name(Kind.FIELD, Kind.DOT);
    } else if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
      pos--;
      number();
    } else if (isWord(c)) {
      pos -= Character.charCount(c);
      word();
    } else if (c > ' ' && c < 0x7f) {
      emit(Kind.CHAR);
    } else {
      fail("unrecognized character in action: " + Quoting.unicode(c));
    }
  }

  private void right(boolean emits) {
    boolean trims = isSpace(at(pos));
    if (trims) {
      pos += 2;
      if (emits) {
        skipTo(pos);
      }
    }
    pos += CLOSE.length();
    if (emits) {
      emit(Kind.RIGHT_DELIMITER);
    }
    while (trims && isSpace(at(pos))) {
      pos++;
    }
    skipTo(pos);
    isInAction = false;
  }

  private void space() {
    while (isSpace(peek())) {
      pos++;
    }
    // The space before a trim marker belongs to the marker.
    if (at(pos) == '-' && input.startsWith(CLOSE, pos + 1)) {
      pos--;
    }
    if (pos > start) {
      emit(Kind.SPACE);
    }
  }

  private void declare() {
    if (next() == '=') {
      emit(Kind.DECLARE);
    } else {
      fail("expected :=");
    }
  }

  private void closeParen() {
    emit(Kind.RIGHT_PAREN);
    if (--parens < 0) {
      fail("unexpected right paren " + Quoting.unicode(')'));
    }
  }

  private void quoted(int quote, Kind kind, String message) {
    for (int c = next(); c != quote; c = next()) {
      if (c == '\\') {
        c = next();
      }
      if (c == END || c == '\n') {
        fail(message);
        return;
      }
    }
    emit(kind);
  }

  private void raw() {
    int end = input.indexOf('`', pos);
    if (end < 0) {
      fail("unterminated raw quoted string");
      return;
    }
    pos = end + 1;
    emit(Kind.RAW_STRING);
  }

  private void name(Kind kind, Kind bare) {
    if (isAtTerminator()) {
      emit(bare);
    } else if (skipWord()) {
      emit(kind);
    }
  }

  private void word() {
    if (skipWord()) {
      emit(WORDS.getOrDefault(input.substring(start, pos), Kind.IDENTIFIER));
    }
  }

  private boolean skipWord() {
    while (isWord(peek())) {
      next();
    }
    if (!isAtTerminator()) {
      fail("bad character " + Quoting.unicode(peek()));
      return false;
    }
    return true;
  }

  private void number() {
    // No complex numbers: Go has them, and nothing prints them.
    if (scanNumber() && peek() != '+' && peek() != '-') {
      emit(Kind.NUMBER);
    } else {
      fail("bad number syntax: " + Quoting.quote(input.substring(start, pos)));
    }
  }

  private boolean scanNumber() {
    accept("+-");
    String digits = DIGITS;
    if (accept("0")) {
      digits =
          accept("xX") ? HEX_DIGITS : accept("oO") ? "01234567_" : accept("bB") ? "01_" : DIGITS;
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    boolean isScaled =
        (digits.equals(DIGITS) && accept("eE")) || (digits.equals(HEX_DIGITS) && accept("pP"));
    if (isScaled) {
      accept("+-");
      acceptRun(DIGITS);
    }
    accept("i");
    if (isWord(peek())) {
      next();
      return false;
    }
    return true;
  }

  private boolean accept(String valid) {
    boolean isValid = peek() != END && valid.indexOf(peek()) >= 0;
    if (isValid) {
      pos++;
    }
    return isValid;
  }

  private void acceptRun(String valid) {
    while (accept(valid)) {
      // The next, then.
    }
  }

  private boolean isAtRight() {
    return input.startsWith(CLOSE, pos)
        || (isSpace(at(pos)) && at(pos + 1) == '-' && input.startsWith(CLOSE, pos + 2));
  }

  private boolean isAtTerminator() {
    int c = peek();
    return c == END || isSpace(c) || ".,|:)(".indexOf(c) >= 0 || input.startsWith(CLOSE, pos);
  }

  private void emitText() {
    if (pos > start) {
      emit(Kind.TEXT);
    }
  }

  private void emit(Kind kind) {
    tokens.add(new Token(kind, start, input.substring(start, pos), line));
    skipTo(pos);
  }

  private void fail(String message) {
    tokens.add(new Token(Kind.ERROR, start, message, line));
    isInAction = false;
    isDone = true;
  }

  private void skipTo(int end) {
    pos = end;
    line += (int) input.substring(start, end).chars().filter(c -> c == '\n').count();
    start = end;
  }

  private int next() {
    int c = peek();
    pos += c == END ? 0 : Character.charCount(c);
    return c;
  }

  private int peek() {
    return at(pos);
  }

  private int at(int index) {
    return index < input.length() ? input.codePointAt(index) : END;
  }

  private static boolean isSpace(int c) {
    return c != END && SPACES.indexOf(c) >= 0;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(int c) {
    return c == '_' || (c != END && (Character.isLetter(c) || Character.isDigit(c)));
  }
}
