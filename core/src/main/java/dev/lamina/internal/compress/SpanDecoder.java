package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;

/** Begins to unpack at a checkpoint: what differs between the ways to pack a stream. */
@FunctionalInterface
public interface SpanDecoder {
  /** Begins in gzip streams. */
  SpanDecoder GZIP =
      (packed, checkpoint) ->
          GzipInput.resume(packed.streamFrom(checkpoint.bytePosition()), checkpoint);

  /**
   * Returns the unpacked bytes from a checkpoint to the end of the stream, or at least to the next
   * checkpoint.
   */
  InputStream open(PackedBytes packed, Checkpoint checkpoint) throws IOException;
}
