package dev.lamina;

/**
 * The identity of a container: 64 hexadecimal digits, chosen at random.
 *
 * @param hex the digits
 */
public record ContainerId(String hex) implements Comparable<ContainerId> {
  private static final int SHORT_LENGTH = 12;

  /**
   * Makes the ID with these digits.
   *
   * @throws IllegalArgumentException if they are not 64 lower-case hexadecimal digits
   */
  public ContainerId {
    if (!ReferenceGrammar.isIdentifier(hex)) {
      throw new IllegalArgumentException("no container ID: " + hex);
    }
  }

  /** Returns the first twelve digits, as engines abbreviate. */
  public String shortId() {
    return hex.substring(0, SHORT_LENGTH);
  }

  @Override
  public int compareTo(ContainerId other) {
    return hex.compareTo(other.hex);
  }

  /** Returns the digits. */
  @Override
  public String toString() {
    return hex;
  }
}
