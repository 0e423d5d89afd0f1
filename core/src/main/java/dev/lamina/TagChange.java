package dev.lamina;

import java.util.Optional;

/**
 * What happened to a tag.
 *
 * @param tag the tag
 * @param image the image it points to now
 * @param previous the image it pointed to before, if any; it may be the same
 */
public record TagChange(Tag tag, ImageId image, Optional<ImageId> previous) {
  /** Returns the image that lost the tag, if another one had it. */
  public Optional<ImageId> loser() {
    return previous.filter(other -> !other.equals(image));
  }
}
