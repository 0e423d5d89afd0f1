package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.LongConsumer;

/** Computes digests of files and streams. */
final class Hashing {
  private static final int BUFFER = 256 * 1024;

  private Hashing() {}

  /**
   * Returns the digest of a file.
   *
   * @param progress is told how many more bytes were read; may throw to end it
   */
  static Digest of(Path file, LongConsumer progress) throws IOException {
    try (InputStream in = OpenFile.input(file)) {
      return of(in, progress);
    }
  }

  /** Returns the digest of what a stream has, to its end. */
  static Digest of(InputStream in, LongConsumer progress) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
      progress.accept(n);
    }
    return Digest.sha256(sha256);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
