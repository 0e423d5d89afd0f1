package dev.lamina.internal.lifecycle;

import dev.lamina.Reference;
import dev.lamina.internal.catalog.ImageRecord;
import java.util.Optional;

/**
 * Something to tell of a removal, as engines do: a name that was taken from an image, or an image
 * that is gone.
 *
 * @param image the image as it was
 * @param untagged the name; absent if the image itself is gone
 */
public record PlannedEvent(ImageRecord image, Optional<Reference> untagged) {}
