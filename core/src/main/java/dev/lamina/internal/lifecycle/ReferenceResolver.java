package dev.lamina.internal.lifecycle;

import dev.lamina.DigestReference;
import dev.lamina.ImageId;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/** Which image a text or a reference means, as the engine resolves what a user types. */
public final class ReferenceResolver {
  private static final String ALGORITHM = "sha256:";

  private ReferenceResolver() {}

  /**
   * Resolves a text: a full digest is an ID and nothing else; any other is looked up as a name
   * first, then as the beginning of an ID, which must be unique.
   *
   * @throws InvalidReferenceException if the text is no reference; the message is the engine's
   */
  public static Optional<ImageRecord> resolve(StoreState state, String text) {
    Reference reference = Reference.parse(text);
    Optional<ImageRecord> exact = resolve(state, reference);
    return exact.isPresent() || reference instanceof ImageId ? exact : byPrefix(state, text);
  }

  /** Resolves a reference to exactly what it says. */
  public static Optional<ImageRecord> resolve(StoreState state, Reference reference) {
    if (reference instanceof ImageId id) {
      return state.image(id.digest());
    }
    if (reference instanceof Tag || reference instanceof DigestReference) {
      return state.target(reference.canonical()).flatMap(state::image);
    }
    return Optional.empty();
  }

  private static Optional<ImageRecord> byPrefix(StoreState state, String text) {
    Iterator<ImageRecord> found = withPrefix(state, text).iterator();
    if (!found.hasNext()) {
      return Optional.empty();
    }
    ImageRecord only = found.next();
    return found.hasNext() ? Optional.empty() : Optional.of(only);
  }

  /** Returns the images whose ID begins with a text, with or without {@code sha256:}. */
  static Stream<ImageRecord> withPrefix(StoreState state, String text) {
    String hex = text.startsWith(ALGORITHM) ? text.substring(ALGORITHM.length()) : text;
    return hex.isEmpty() || !hex.chars().allMatch(ReferenceResolver::isHex)
        ? Stream.empty()
        : state.imagesWithPrefix(hex);
  }

  private static boolean isHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }
}
