package dev.lamina.fuzz;

import dev.lamina.ImageStoreException;
import java.io.IOException;

/** Runs what reads bytes that nobody vouches for. */
final class Refusals {
  private Refusals() {}

  /** Something that reads. */
  interface Reading<T> {
    T read() throws IOException;
  }

  /** Returns what was read; null if it was refused as documented. Anything else gets through. */
  static <T> T orNull(Reading<T> reading) {
    try {
      return reading.read();
    } catch (ImageStoreException | IOException e) {
      return null;
    }
  }
}
