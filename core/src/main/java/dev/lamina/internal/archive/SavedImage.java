package dev.lamina.internal.archive;

import dev.lamina.Digest;
import dev.lamina.Tag;
import dev.lamina.internal.oci.ConfigDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image that is to be written into an archive.
 *
 * @param config its configuration
 * @param tags the tags to write, in their order
 * @param layers its layers as plain tars, base first: their digests are the DiffIDs
 * @param parent the image it was made from, whether that is to be written or not
 * @param form the image as it was received, if its manifest was kept
 */
public record SavedImage(
    ConfigDocument config,
    List<Tag> tags,
    List<SavedBlob> layers,
    Optional<Digest> parent,
    Optional<SavedForm> form) {
  private static final long NANOS = 1_000_000_000L;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the layers are not those of the configuration
   */
  public SavedImage {
    tags = List.copyOf(tags);
    layers = List.copyOf(layers);
    if (!layers.stream().map(SavedBlob::digest).toList().equals(config.diffIds())) {
      throw new IllegalArgumentException("not the layers of image " + config.id());
    }
  }

  Digest id() {
    return config.id();
  }

  /**
   * Returns when the image was made, in whole seconds as nanoseconds: the time of its files.
   * Engines give their files the time 0 where the image's is none that a file can have.
   */
  long modifiedNanos() {
    long seconds = config.created().map(Instant::getEpochSecond).orElse(0L);
    return seconds < 0 || seconds > Long.MAX_VALUE / NANOS ? 0 : seconds * NANOS;
  }
}
