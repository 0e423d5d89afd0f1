package dev.lamina;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;

/** Which names an image is to get: {@code store.tag("app:1.0").with("app:latest")}. Immutable. */
public interface Tagging {
  /** Requires, at the last word, that each of the names points to this image before. */
  Tagging ifPointsTo(ImageId image);

  /** Requires, at the last word, that none of the names is there before. */
  Tagging ifAbsent();

  /**
   * Gives the image these names, all at once; a name that another image has moves.
   *
   * @return what happened to each name, in the order given
   * @throws InvalidReferenceException if one cannot be a tag; the message is the engine's
   * @throws ImageNotFoundException if the image is gone
   * @throws StaleStateException if a name does not point where it was required to
   */
  @CanIgnoreReturnValue
  List<TagChange> with(String... tags);

  /** Gives the image these names; see {@link #with(String...)}. */
  @CanIgnoreReturnValue
  List<TagChange> with(List<Tag> tags);
}
