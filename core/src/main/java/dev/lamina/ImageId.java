package dev.lamina;

/**
 * The identity of an image: the SHA-256 digest of its configuration.
 *
 * @param digest the digest
 */
public record ImageId(Digest digest) implements Reference {
  private static final String ALGORITHM = "sha256";
  private static final String PREFIX = ALGORITHM + ":";

  /**
   * Makes the ID with this digest.
   *
   * @throws InvalidReferenceException if the digest is not a SHA-256 digest
   */
  public ImageId {
    if (!digest.algorithm().equals(ALGORITHM)) {
      throw new InvalidReferenceException(digest.toString(), "unsupported digest algorithm");
    }
  }

  /**
   * Parses a full ID, with or without {@code sha256:}.
   *
   * @throws InvalidReferenceException if the text is no full ID; the message is the engine's
   */
  public static ImageId parse(String text) {
    boolean bare = ReferenceGrammar.isIdentifier(text);
    return new ImageId(bare ? new Digest(ALGORITHM, text) : Digest.parse(text));
  }

  static boolean isImageId(String text) {
    return ReferenceGrammar.isIdentifier(
        text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
  }

  /** Returns the first twelve hexadecimal digits, as engines abbreviate. */
  public String shortId() {
    return digest.shortHex();
  }

  @Override
  public String canonical() {
    return digest.toString();
  }

  /** Returns {@code sha256:} and 64 hexadecimal digits. */
  @Override
  public String toString() {
    return digest.toString();
  }
}
