package dev.lamina.engine;

import dev.lamina.ImageStoreException;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import java.io.IOException;
import java.util.Collection;

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
}
