package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.spi.ByteNames;
import java.util.Optional;

/**
 * What is known of a blob before it arrives.
 *
 * @param name how the archive names it, for messages
 * @param digest the digest that its descriptor gives, if there is one
 * @param size the size that its descriptor or archive member gives; -1 if unknown
 */
public record BlobExpectation(String name, Optional<Digest> digest, long size) {
  /**
   * Refuses a blob that is not the one expected.
   *
   * @throws InvalidArchiveException if its size or digest differs
   */
  public void check(Digest actual, long actualSize) {
    if (size >= 0 && size != actualSize) {
      throw new InvalidArchiveException(
          "blob %s: size mismatch: expected %s bytes, got %s"
              .formatted(ByteNames.escape(name), size, actualSize));
    }
    if (digest.isPresent() && !digest.get().equals(actual)) {
      throw new InvalidArchiveException(
          "blob %s: digest mismatch: expected %s, got %s"
              .formatted(ByteNames.escape(name), digest.get(), actual));
    }
  }
}
