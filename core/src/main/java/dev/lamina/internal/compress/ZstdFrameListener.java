package dev.lamina.internal.compress;

import java.io.IOException;

/** Hears where the frames of a zstd stream begin: at each, decoding can begin anew. */
@FunctionalInterface
public interface ZstdFrameListener {
  /**
   * Hears of the start of a frame with data, before its first byte is decoded.
   *
   * @param packedOffset the place of the frame's magic number, from where the stream began
   * @param unpackedOffset the number of bytes decoded before it
   * @throws IOException to stop the decoding
   */
  void frameStart(long packedOffset, long unpackedOffset) throws IOException;
}
