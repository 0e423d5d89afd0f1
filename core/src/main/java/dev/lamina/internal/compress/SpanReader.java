package dev.lamina.internal.compress;

import dev.lamina.internal.compress.SpanCache.Cursor;
import dev.lamina.internal.compress.SpanCache.Piece;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads an unpacked stream at any position, by unpacking from the checkpoint before it. What was
 * unpacked stays in a cache for the next reads. Safe for use by several threads.
 *
 * <p>From one checkpoint to the next is a span, usually of little more than 1 MiB, and is unpacked
 * as a whole. Longer ones are unpacked in pieces; the decoder of a piece is kept for a while, to go
 * on with the next one, so that reading in sequence unpacks everything once.
 */
public final class SpanReader {
  private final Object content;
  private final PackedBytes packed;
  private final CheckpointFile checkpoints;
  private final SpanDecoder decoder;
  private final SpanCache cache;

  /**
   * Makes a reader.
   *
   * @param content what identifies the unpacked bytes, such as their digest: readers with equal
   *     contents share what they unpack
   */
  public SpanReader(
      Object content,
      PackedBytes packed,
      CheckpointFile checkpoints,
      SpanDecoder decoder,
      SpanCache cache) {
    this.content = content;
    this.packed = packed;
    this.checkpoints = checkpoints;
    this.decoder = decoder;
    this.cache = cache;
  }

  /** Returns the length of the unpacked stream. */
  public long size() {
    return checkpoints.unpackedSize();
  }

  /**
   * Reads unpacked bytes at a position until the buffer is full or the stream ends.
   *
   * @return how many bytes were read; -1 at or after the end
   * @throws IOException if the packed bytes cannot be read or are damaged
   */
  public int read(ByteBuffer target, long position) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("negative position: " + position);
    }
    if (position >= size()) {
      return -1;
    }
    int start = target.position();
    long at = position;
    while (target.hasRemaining() && at < size()) {
      at += readPiece(target, at);
    }
    return target.position() - start;
  }

  private int readPiece(ByteBuffer target, long position) throws IOException {
    int span = checkpoints.indexOf(position);
    long spanStart = checkpoints.offset(span);
    long inside = position - spanStart;
    long start = spanStart + inside - inside % cache.pieceBytes();
    int length = (int) Math.min(checkpoints.end(span) - start, cache.pieceBytes());
    byte[] bytes = cache.get(new Piece(content, start, length), () -> unpack(span, start, length));
    int from = (int) (position - start);
    int count = Math.min(target.remaining(), length - from);
    target.put(bytes, from, count);
    return count;
  }

  private byte[] unpack(int span, long start, int length) throws IOException {
    InputStream in = open(span, start);
    byte[] bytes = new byte[length];
    if (in.readNBytes(bytes, 0, length) < length) {
      throw tooShort();
    }
    long end = start + length;
    if (end < checkpoints.end(span)) {
      cache.keepCursor(new Cursor(this, end), in);
    }
    return bytes;
  }

  private InputStream open(int span, long start) throws IOException {
    InputStream kept = cache.takeCursor(new Cursor(this, start));
    if (kept != null) {
      return kept;
    }
    InputStream in = decoder.open(packed, checkpoints.checkpoint(span));
    try {
      in.skipNBytes(start - checkpoints.offset(span));
    } catch (EOFException e) {
      throw tooShort();
    }
    return in;
  }

  private EOFException tooShort() {
    return new EOFException(
        "packed stream ends before the "
            + size()
            + " bytes that its checkpoints tell of: one of them is of another stream");
  }
}
