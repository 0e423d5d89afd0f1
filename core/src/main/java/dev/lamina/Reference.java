package dev.lamina;

/**
 * A way to name one image: by a tag, by its ID, or by a digest in a repository.
 *
 * <p>The order is that of the canonical texts, in which engines list the names of an image.
 */
public sealed interface Reference extends Comparable<Reference>
    permits Tag, ImageId, DigestReference {

  /**
   * Parses what a user types for an image, as engines do: 64 lower-case hexadecimal digits, with or
   * without {@code sha256:} before them, are an image ID; {@code name@digest} and {@code
   * name:tag@digest} are a digest reference; all else is a tag, {@code latest} if none is said.
   *
   * <p>An abbreviated ID such as {@code 4e5021d210f6} has the form of a name, and is a tag here:
   * only a store can tell, and it looks for the tag first.
   *
   * @throws InvalidReferenceException if the text is none of these; the message is the engine's
   */
  static Reference parse(String text) {
    if (ImageId.isImageId(text)) {
      return ImageId.parse(text);
    }
    ReferenceGrammar.Parts parts = ReferenceGrammar.parseNormalized(text);
    return parts.digest().isEmpty() ? Tag.of(parts) : DigestReference.of(parts);
  }

  /** Returns the full text, such as {@code docker.io/library/ubuntu:latest}; it parses back. */
  String canonical();

  /** Returns the text as engines print it, such as {@code ubuntu:latest}. */
  @Override
  String toString();

  @Override
  default int compareTo(Reference other) {
    return canonical().compareTo(other.canonical());
  }
}
