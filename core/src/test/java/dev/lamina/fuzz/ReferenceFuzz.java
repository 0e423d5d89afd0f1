package dev.lamina.fuzz;

import dev.lamina.Digest;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.internal.lifecycle.PathPattern;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Names of images, and the patterns that filters match them with. */
public final class ReferenceFuzz {
  private ReferenceFuzz() {}

  /** Parses a name, which must mean the same when it is written in full. */
  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    Reference reference = orNull(() -> Reference.parse(text));
    if (reference != null && !Reference.parse(reference.canonical()).equals(reference)) {
      throw new AssertionError(reference + " is another one when it is written in full");
    }
    orNull(() -> Repository.parse(text));
    orNull(() -> Digest.parse(text));
    int half = text.length() / 2;
    orNull(() -> PathPattern.parse(text.substring(0, half)).matches(text.substring(half)));
  }

  private static <T> T orNull(Supplier<T> parsing) {
    try {
      return parsing.get();
    } catch (InvalidReferenceException e) {
      return null;
    }
  }
}
