package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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
      List<ReceivedBlob> missing = new ArrayList<>();
      for (ReceivedBlob blob : blobs) {
        if (!isThere(parts, before, blob)) {
          missing.add(blob);
        }
      }
      staging.publish(missing);
    } catch (IOException e) {
      throw Failures.of("cannot publish " + what, e);
    }
  }

  private static boolean isThere(Parts parts, StoreState state, ReceivedBlob blob)
      throws IOException {
    Digest digest = blob.digest();
    if (!state.isNamed(digest) && !state.holdsLayer(digest)) {
      return false;
    }
    if (parts.blobs().has(digest)) {
      return true;
    }
    for (LayerRecord layer : state.layersIn(digest).toList()) {
      if (parts.layers().isFramed(layer.diffId(), LayerForms.of(state, layer.diffId()))) {
        return true;
      }
    }
    return false;
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
