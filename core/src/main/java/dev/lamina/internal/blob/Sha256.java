package dev.lamina.internal.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes message digests. */
public final class Sha256 {
  private Sha256() {}

  /** Returns a new SHA-256, which every JVM must have. */
  public static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
