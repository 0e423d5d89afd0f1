package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;

/** Makes staged blobs visible while the store is locked for the change that names them. */
final class Publishing {
  private Publishing() {}

  /**
   * Publishes blobs.
   *
   * @param what they are of, for the message
   * @throws ImageStoreException if they cannot be published
   */
  static void publish(Staging staging, Collection<ReceivedBlob> blobs, String what) {
    try {
      staging.publish(blobs);
    } catch (IOException e) {
      throw Failures.of("cannot publish " + what, e);
    }
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
