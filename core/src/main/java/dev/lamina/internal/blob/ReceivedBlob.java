package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.layer.LayerFacts;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A blob that has arrived whole and is staged: not yet visible under its digest.
 *
 * @param digest the digest of its bytes
 * @param size how many bytes it has
 * @param file where it is staged
 * @param frame where the frame of the layer is staged, if that is kept instead of the blob
 * @param content what it is as a layer, if it was received as one and is one
 * @param failure why it is no layer, if it was received as one and is none
 */
public record ReceivedBlob(
    Digest digest,
    long size,
    Path file,
    Optional<Path> frame,
    Optional<LayerContent> content,
    @Nullable RuntimeException failure) {

  /**
   * What a layer blob holds.
   *
   * @param diffId the digest of the unpacked tar
   * @param tarSize the length of the unpacked tar
   * @param compression how the blob is compressed
   * @param facts what its index says of it
   * @param index where its index is staged
   * @param sums where the checksums of its tar are staged
   * @param checkpoints where its checkpoints are staged; empty if it needs none or has none
   * @param tar where the unpacked tar is staged, which is never published; empty if it was not
   *     wanted, or is the blob itself
   */
  public record LayerContent(
      Digest diffId,
      long tarSize,
      Compression compression,
      LayerFacts facts,
      Path index,
      Path sums,
      Optional<Path> checkpoints,
      Optional<Path> tar) {}

  /** Returns this layer as one of which its frame is kept, and not the blob. */
  ReceivedBlob framed(Path staged) {
    return new ReceivedBlob(digest, size, file, Optional.of(staged), content, failure);
  }

  /**
   * Returns what the blob is as a layer.
   *
   * @throws InvalidArchiveException if it is none
   */
  public LayerContent layer() {
    if (failure != null) {
      throw failure;
    }
    return content.orElseThrow(
        () -> new InvalidArchiveException("blob " + digest + " is no layer"));
  }
}
