package dev.lamina.internal.blob;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the bytes of a layer blob. */
@FunctionalInterface
public interface LayerWriter {
  /**
   * Writes the blob from its beginning to its end.
   *
   * @param out where to; closed by the caller
   */
  void writeTo(OutputStream out) throws IOException;
}
