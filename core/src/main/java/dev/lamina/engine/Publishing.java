package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Makes staged blobs visible while the store is locked for the change that names them. */
final class Publishing {
  private Publishing() {}

  /**
   * Publishes blobs. One that is there, and that the catalogue knows, stays as it is: it may be on
   * the medium, and the other one not.
   *
   * @param before the state at this instant
   * @param what they are of, for the message
   * @throws ImageStoreException if they cannot be published
   */
  static void publish(
      Parts parts,
      StoreState before,
      Staging staging,
      Collection<ReceivedBlob> blobs,
      String what) {
    try {
      staging.publish(blobs.stream().filter(blob -> !isThere(parts, before, blob)).toList());
    } catch (IOException e) {
      throw Failures.of("cannot publish " + what, e);
    }
  }

  private static boolean isThere(Parts parts, StoreState state, ReceivedBlob blob) {
    Digest digest = blob.digest();
    if (!state.isNamed(digest) && !state.holdsLayer(digest)) {
      return false;
    }
    return parts.blobs().has(digest)
        || state
            .layersIn(digest)
            .map(LayerRecord::diffId)
            .anyMatch(diffId -> parts.layers().isFramed(diffId, LayerForms.of(state, diffId)));
  }

  /** Publishes what was unpacked. */
  static void publish(UnpackedLayers layers, Map<Digest, Path> unpacked) {
    try {
      layers.publish(unpacked);
    } catch (IOException e) {
      throw Failures.of("cannot publish what was unpacked", e);
    }
  }
}
