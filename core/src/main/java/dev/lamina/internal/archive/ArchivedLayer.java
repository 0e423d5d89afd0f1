package dev.lamina.internal.archive;

import dev.lamina.Digest;
import java.util.Optional;

/**
 * A layer of an archived image.
 *
 * @param diffId the DiffID that the image's configuration gives
 * @param blob the blob's digest, if the archive gives it
 * @param source where its bytes are
 */
public record ArchivedLayer(Digest diffId, Optional<Digest> blob, BlobSource source) {}
