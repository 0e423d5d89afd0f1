package dev.lamina;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern FORMAT =
      Pattern.compile("([a-z0-9]+(?:[.+_-][a-z0-9]+)*):([a-zA-Z0-9=_-]+)");
  private static final Map<String, Integer> HEX_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

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
    Matcher matcher = FORMAT.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidReferenceException(text, "invalid checksum digest format");
    }
    return new Digest(matcher.group(1), matcher.group(2));
  }

  /** Returns the SHA-256 digest with these 32 bytes. */
  public static Digest sha256(byte[] value) {
    return new Digest("sha256", HexFormat.of().formatHex(value));
  }

  /** Returns the SHA-256 digest of what the message digest has seen, and resets it. */
  public static Digest sha256(MessageDigest sha256) {
    return sha256(sha256.digest());
  }

  /** Returns the first twelve hexadecimal digits, as engines abbreviate. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  private static boolean isLowerHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** Orders by text. */
  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /** Returns {@code algorithm:hex}. */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
