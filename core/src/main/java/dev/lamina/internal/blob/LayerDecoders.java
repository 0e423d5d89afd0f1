package dev.lamina.internal.blob;

import dev.lamina.InvalidArchiveException;
import dev.lamina.internal.compress.Checkpoint;
import dev.lamina.internal.compress.CheckpointSink;
import dev.lamina.internal.compress.CheckpointWriter;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.compress.GzipInput;
import dev.lamina.internal.compress.SpanDecoder;
import dev.lamina.internal.compress.ZstdFrameListener;
import dev.lamina.internal.compress.ZstdInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;

/** Opens the decoder of a layer's compression. */
final class LayerDecoders {
  /** Most zstd layers are one frame, and only short ones can be read from their beginning. */
  private static final long LONGEST_ZSTD_SPAN = 8 << 20;

  private LayerDecoders() {}

  /** Opens a decoder of a blob that is in the store. */
  static InputStream open(Compression compression, InputStream packed) throws IOException {
    return open(compression, packed, checkpoint -> {}, ZstdInput.LARGEST_WINDOW_LIMIT);
  }

  /**
   * Opens a decoder that tells where one can begin to decode.
   *
   * @param windowLimit the largest window of zstd, in bytes
   * @throws InvalidArchiveException if layers are not compressed like this
   */
  static InputStream open(
      Compression compression, InputStream packed, CheckpointSink sink, int windowLimit)
      throws IOException {
    return switch (compression) {
      case PLAIN -> packed;
      case GZIP -> new GzipInput(packed, sink, GzipInput.DEFAULT_SPAN);
      case ZSTD -> new ZstdInput(packed, windowLimit, frames(sink));
      case BZIP2, XZ -> throw unsupported(compression);
    };
  }

  /**
   * Creates the file of a blob's checkpoints.
   *
   * @throws InvalidArchiveException if layers are not compressed like this
   */
  static CheckpointWriter checkpoints(Compression compression, Path file) throws IOException {
    return switch (compression) {
      case GZIP, ZSTD -> CheckpointWriter.create(file, compression);
      case PLAIN, BZIP2, XZ -> throw unsupported(compression);
    };
  }

  /** Returns whether it is worth while to read by checkpoints that are so far apart. */
  static boolean isSeekable(Compression compression, long longestSpan) {
    return compression == Compression.GZIP || longestSpan <= LONGEST_ZSTD_SPAN;
  }

  /** Returns what decodes from a checkpoint on. */
  static SpanDecoder spans(Compression compression) {
    return compression == Compression.ZSTD
        ? (packed, checkpoint) ->
            open(Compression.ZSTD, packed.streamFrom(checkpoint.bytePosition()))
        : SpanDecoder.GZIP;
  }

  private static InvalidArchiveException unsupported(Compression compression) {
    return new InvalidArchiveException(
        "unsupported compression %s: layers are plain, gzip or zstd"
            .formatted(compression.name().toLowerCase(Locale.ROOT)));
  }

  /** Some writers make a frame for every file: not each of them is worth a checkpoint. */
  private static ZstdFrameListener frames(CheckpointSink sink) {
    long[] next = new long[1];
    return (packedOffset, offset) -> {
      if (offset >= next[0]) {
        sink.accept(new Checkpoint(packedOffset * Byte.SIZE, offset, ByteBuffer.allocate(0)));
        next[0] = offset + GzipInput.DEFAULT_SPAN;
      }
    };
  }
}
