package dev.lamina.internal.lifecycle;

import dev.lamina.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for names, as Go's {@code path.Match} reads it, and with it engines: {@code *} is any
 * text without {@code /}, {@code ?} any character but {@code /}, {@code [a-z]} and {@code [^a-z]} a
 * character in or out of ranges, and a backslash takes the next character as it is.
 *
 * <p>A match tries the places of the last {@code *} only, as there: the time is at most the product
 * of the two lengths.
 */
public final class PathPattern {
  private final Element[] elements;

  private PathPattern(List<Element> elements) {
    this.elements = elements.toArray(Element[]::new);
  }

  /**
   * Parses a pattern.
   *
   * @throws InvalidReferenceException if the pattern is malformed; the message is the engine's
   */
  public static PathPattern parse(String text) {
    return new PathPattern(new Scanner(text).elements());
  }

  /** Returns whether the pattern matches all of a text. */
  public boolean matches(String text) {
    return matches(text, 0, text.length());
  }

  private boolean matches(String text, int from, int to) {
    int element = 0;
    int at = from;
    int star = -1;
    int starAt = 0;
    while (element < elements.length || at < to) {
      if (element < elements.length && elements[element] == Element.STAR) {
        star = element++;
        starAt = at;
      } else if (element < elements.length
          && at < to
          && elements[element].matches(text.codePointAt(at))) {
        element++;
        at += Character.charCount(text.codePointAt(at));
      } else if (star >= 0 && starAt < to && text.charAt(starAt) != '/') {
        element = star + 1;
        starAt += Character.charCount(text.codePointAt(starAt));
        at = starAt;
      } else {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns whether the pattern matches what engines print of a reference, or its name alone.
   *
   * @param canonical the canonical text of a tag or a digest reference
   */
  boolean matchesFamiliar(String canonical) {
    int from = FamiliarText.start(canonical);
    return matches(canonical, from, canonical.length())
        || matches(canonical, from, FamiliarText.nameEnd(canonical));
  }

  /** What stands for one character, or a star. */
  private interface Element {
    Element STAR = c -> false;
    Element ANY = c -> c != '/';

    boolean matches(int codePoint);
  }

  /** A range of characters, both ends included. */
  private record Range(int low, int high) implements Element {
    @Override
    public boolean matches(int codePoint) {
      return low <= codePoint && codePoint <= high;
    }
  }

  /** Characters in any of some ranges, or in none. */
  private record CharacterClass(boolean negated, List<Range> ranges) implements Element {
    @Override
    public boolean matches(int codePoint) {
      return ranges.stream().anyMatch(range -> range.matches(codePoint)) != negated;
    }
  }

  /** Reads a pattern's elements. */
  private static final class Scanner {
    private static final int END = -1;

    private final String text;
    private int at;

    Scanner(String text) {
      this.text = text;
    }

    List<Element> elements() {
      List<Element> elements = new ArrayList<>();
      while (peek() != END) {
        elements.add(element());
      }
      return List.copyOf(elements);
    }

    private Element element() {
      int c = next();
      return switch (c) {
        case '*' -> Element.STAR;
        case '?' -> Element.ANY;
        case '[' -> characterClass();
        case '\\' -> literal(next());
        default -> literal(c);
      };
    }

    private static Element literal(int c) {
      return new Range(c, c);
    }

    private Element characterClass() {
      boolean negated = skip('^');
      List<Range> ranges = new ArrayList<>();
      while (ranges.isEmpty() || !skip(']')) {
        int low = bound();
        ranges.add(new Range(low, skip('-') ? bound() : low));
      }
      return new CharacterClass(negated, List.copyOf(ranges));
    }

    private int bound() {
      int c = next();
      if (c == '-' || c == ']') {
        throw malformed();
      }
      return c == '\\' ? next() : c;
    }

    private boolean skip(int wanted) {
      boolean found = peek() == wanted;
      at += found ? 1 : 0;
      return found;
    }

    private int peek() {
      return at < text.length() ? text.codePointAt(at) : END;
    }

    private int next() {
      int c = peek();
      if (c == END) {
        throw malformed();
      }
      at += Character.charCount(c);
      return c;
    }

    private InvalidReferenceException malformed() {
      return new InvalidReferenceException(text, "syntax error in pattern");
    }
  }
}
