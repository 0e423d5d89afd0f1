package dev.lamina.vfs;

import java.util.regex.PatternSyntaxException;

/** Makes of a glob a regular expression that matches what the JDK's Unix provider matches. */
final class GlobToRegex {
  private static final String REGEX_META = "\\^$.|?*+()[]{}&-";

  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private boolean inGroup;

  private GlobToRegex(String glob) {
    this.glob = glob;
  }

  /**
   * Returns the regular expression for a whole path.
   *
   * @throws PatternSyntaxException if the glob is none
   */
  static String convert(String glob) {
    GlobToRegex converter = new GlobToRegex(glob);
    while (converter.hasMore()) {
      converter.convertNext();
    }
    if (converter.inGroup) {
      throw converter.error("missing '}'");
    }
    return converter.regex.toString();
  }

  private boolean hasMore() {
    return at < glob.length();
  }

  private boolean skip(char expected) {
    boolean found = hasMore() && glob.charAt(at) == expected;
    if (found) {
      at++;
    }
    return found;
  }

  private char take(String missing) {
    if (!hasMore()) {
      throw error(missing);
    }
    return glob.charAt(at++);
  }

  private PatternSyntaxException error(String what) {
    return new PatternSyntaxException(what, glob, at - 1);
  }

  private void convertNext() {
    char c = glob.charAt(at++);
    switch (c) {
      // A dot of a regular expression does not match a line's end; nor does the JDK's "**".
      case '*' -> regex.append(skip('*') ? ".*" : "[^/]*");
      case '?' -> regex.append("[^/]");
      case '[' -> convertClass();
      case '{' -> openGroup();
      case '}' -> closeGroup();
      case ',' -> regex.append(inGroup ? "|" : ",");
      case '\\' -> literal(take("nothing to escape"));
      default -> literal(c);
    }
  }

  private void literal(char c) {
    if (REGEX_META.indexOf(c) >= 0) {
      regex.append('\\');
    }
    regex.append(c);
  }

  private void openGroup() {
    if (inGroup) {
      throw error("groups cannot be nested");
    }
    inGroup = true;
    regex.append("(?:");
  }

  private void closeGroup() {
    if (inGroup) {
      inGroup = false;
      regex.append(')');
    } else {
      literal('}');
    }
  }

  /** Converts what follows a '['. A slash is never in a class, not even in a negated one. */
  private void convertClass() {
    regex.append("(?!/)[");
    int start = at;
    if (skip('^')) {
      literal('^');
    } else {
      if (skip('!')) {
        regex.append('^');
        start = at;
      }
      if (skip('-')) {
        literal('-');
      }
    }
    convertMembers(at == start);
    regex.append(']');
  }

  private void convertMembers(boolean empty) {
    boolean first = empty;
    boolean canBegin = false;
    char last = 0;
    for (char c = takeMember(); c != ']'; c = takeMember()) {
      first = false;
      if (c == '/') {
        throw error("a name separator in a class");
      }
      if (c != '-') {
        literal(c);
        last = c;
        canBegin = true;
      } else if (!canBegin) {
        throw error("a range that begins nowhere");
      } else if (hasMore() && glob.charAt(at) == ']') {
        literal('-');
      } else if (skip('\\')) {
        last = rangeToEscaped(last);
      } else {
        rangeTo(takeMember(), last);
        canBegin = false;
      }
    }
    if (first) {
      throw error("an empty class");
    }
  }

  private char takeMember() {
    return take("missing ']'");
  }

  private void rangeTo(char end, char begin) {
    if (end < begin || end == '[') {
      throw error("an invalid end of a range");
    }
    regex.append('-');
    literal(end);
  }

  /**
   * Converts the end of a range behind a backslash. Nowhere else in a class is a backslash an
   * escape; but here the JDK lets it through to the regular expression, where it is one.
   */
  private char rangeToEscaped(char begin) {
    char end = takeMember();
    if (begin > '\\' || Character.isLetterOrDigit(end) || "[]\\-/".indexOf(end) >= 0) {
      throw error("an invalid end of a range");
    }
    rangeTo(end, begin);
    return end;
  }
}
