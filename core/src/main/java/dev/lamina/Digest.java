package dev.lamina;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The digest of some bytes, such as {@code sha256:2c26b46b…}: an algorithm and lower-case hex.
 *
 * <p>Grammar and registered algorithms are those of the OCI image specification ({@code
 * descriptor.md}, "Digests"): {@code sha256}, {@code sha384} and {@code sha512}.
 *
 * @param algorithm the name of the algorithm
 * @param hex the value, in lower-case hexadecimal digits
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  private static final String SHA256 = "sha256";
  private static final Map<String, Integer> HEX_LENGTHS =
      Map.of(SHA256, 64, "sha384", 96, "sha512", 128);
  private static final boolean[] LOWER_HEX = new boolean['f' + 1];

  static {
    Arrays.fill(LOWER_HEX, '0', '9' + 1, true);
    Arrays.fill(LOWER_HEX, 'a', 'f' + 1, true);
  }

  /**
   * Makes a digest of its parts.
   *
   * @throws InvalidReferenceException if the algorithm is unknown or the value is not of its form
   */
  public Digest {
    Integer length = HEX_LENGTHS.get(algorithm);
    if (length == null) {
      throw new InvalidReferenceException(algorithm + ":" + hex, "unsupported digest algorithm");
    }
    if (hex.length() != length) {
      throw new InvalidReferenceException(algorithm + ":" + hex, "invalid checksum digest length");
    }
    if (!isLowerHex(hex)) {
      throw new InvalidReferenceException(algorithm + ":" + hex, "invalid checksum digest format");
    }
  }

  /**
   * Parses {@code algorithm:hex}.
   *
   * @throws InvalidReferenceException if the text is no digest; the message is the engine's
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    // Usually it is this one, and then one object for all: a catalogue has many thousands.
    String algorithm =
        colon == SHA256.length() && text.startsWith(SHA256)
            ? SHA256
            : text.substring(0, Math.max(colon, 0));
    String value = text.substring(colon + 1);
    boolean wellFormed =
        HEX_LENGTHS.containsKey(algorithm)
            ? !value.isEmpty()
            : isAlgorithm(algorithm) && isEncoded(value);
    if (!wellFormed) {
      throw new InvalidReferenceException(text, "invalid checksum digest format");
    }
    return new Digest(algorithm, value);
  }

  /** Returns the SHA-256 digest with these 32 bytes. */
  public static Digest sha256(byte[] value) {
    return new Digest(SHA256, HexFormat.of().formatHex(value));
  }

  /** Returns the SHA-256 digest of what the message digest has seen, and resets it. */
  public static Digest sha256(MessageDigest sha256) {
    return sha256(sha256.digest());
  }

  /** Returns the first twelve hexadecimal digits, as engines abbreviate. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  // No regular expression: those of the JDK recurse for each repeated group, and texts may be long.
  private static boolean isAlgorithm(String text) {
    boolean afterJoint = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean joint = c == '.' || c == '+' || c == '_' || c == '-';
      if (joint ? afterJoint : !isLowerAlphanumeric(c)) {
        return false;
      }
      afterJoint = joint;
    }
    return !afterJoint;
  }

  private static boolean isEncoded(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    isLowerAlphanumeric(c)
                        || (c >= 'A' && c <= 'Z')
                        || c == '='
                        || c == '_'
                        || c == '-');
  }

  private static boolean isLowerAlphanumeric(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  }

  // With a table: whether a digit follows or a letter cannot be predicted.
  private static boolean isLowerHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= LOWER_HEX.length || !LOWER_HEX[c]) {
        return false;
      }
    }
    return true;
  }

  /** Orders by text. */
  @Override
  public int compareTo(Digest other) {
    // All algorithms' names are of one length.
    int byAlgorithm = algorithm.compareTo(other.algorithm);
    return byAlgorithm != 0 ? byAlgorithm : hex.compareTo(other.hex);
  }

  // Written out, as is the next: a record's own take 20 ms to be linked, once in a process.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && hex.equals(digest.hex)
        && algorithm.equals(digest.algorithm);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  /** Returns {@code algorithm:hex}. */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
