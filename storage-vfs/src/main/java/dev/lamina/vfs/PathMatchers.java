package dev.lamina.vfs;

import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.regex.Pattern;

/** Matchers of paths by their text, from {@code glob:} and {@code regex:}. */
final class PathMatchers {
  private PathMatchers() {}

  /**
   * Returns what {@link java.nio.file.FileSystem#getPathMatcher} must.
   *
   * @throws IllegalArgumentException if the text is not {@code syntax:pattern}
   * @throws UnsupportedOperationException if the syntax is neither glob nor regex
   */
  static PathMatcher parse(String syntaxAndPattern) {
    int colon = syntaxAndPattern.indexOf(':');
    if (colon <= 0) {
      throw new IllegalArgumentException("no syntax; the form is glob:PATTERN or regex:PATTERN");
    }
    String syntax = syntaxAndPattern.substring(0, colon).toLowerCase(Locale.ROOT);
    String text = syntaxAndPattern.substring(colon + 1);
    Pattern pattern =
        switch (syntax) {
          case "glob" -> Pattern.compile(GlobToRegex.convert(text));
          case "regex" -> Pattern.compile(text);
          default ->
              throw new UnsupportedOperationException("unsupported syntax; use glob or regex");
        };
    return path -> pattern.matcher(path.toString()).matches();
  }
}
