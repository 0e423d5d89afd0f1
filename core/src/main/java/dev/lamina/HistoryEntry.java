package dev.lamina;

import java.time.Instant;
import java.util.Optional;

/**
 * A step in the making of an image; what is unknown is empty.
 *
 * @param created when it was done
 * @param createdBy the command
 * @param author who did it
 * @param comment a message
 * @param emptyLayer whether it made no layer
 */
public record HistoryEntry(
    Optional<Instant> created,
    String createdBy,
    String author,
    String comment,
    boolean emptyLayer) {}
