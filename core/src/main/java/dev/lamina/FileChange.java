package dev.lamina;

/**
 * What became of one path of a file tree, as {@code docker diff} tells it. A changed file makes its
 * directory a modified one; of a directory that was deleted, what it held is not told.
 *
 * @param kind what became of it
 * @param path the absolute path, such as {@code /etc/motd}; a byte that is no part of UTF-8 is the
 *     unpaired surrogate U+DC00 and the byte
 */
public record FileChange(Kind kind, String path) {
  /** What can become of a path. */
  public enum Kind {
    /** It is another file now, or has other attributes. */
    MODIFIED('C'),
    /** It was not there. */
    ADDED('A'),
    /** It is not there any more. */
    DELETED('D');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    /** Returns the letter that engines print. */
    public char letter() {
      return letter;
    }
  }

  /** Returns the line that engines print, such as {@code C /etc}. */
  @Override
  public String toString() {
    return kind.letter() + " " + path;
  }
}
