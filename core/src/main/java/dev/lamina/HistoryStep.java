package dev.lamina;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A line of {@code docker history}: a step in the making of an image.
 *
 * @param image the image that the step made, if the store has it
 * @param tags the tags of that image
 * @param created when it was done, if known
 * @param createdBy the command
 * @param comment a message
 * @param size the bytes in the files of its layer; 0 if it made none
 */
public record HistoryStep(
    Optional<ImageId> image,
    List<Tag> tags,
    Optional<Instant> created,
    String createdBy,
    String comment,
    long size) {
  /** Copies the list. */
  public HistoryStep {
    tags = List.copyOf(tags);
  }
}
