package dev.lamina.internal.compress;

import dev.lamina.internal.compress.SpanCache.Cursor;
import dev.lamina.internal.compress.SpanCache.Piece;
import dev.lamina.internal.compress.SpanCache.Span;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads an unpacked stream at any position, by unpacking from the checkpoint before it. What was
 * unpacked stays in a cache for the next reads. Safe for use by several threads.
 *
 * <p>From one checkpoint to the next is a span, usually of little more than 1 MiB. It is unpacked
 * in pieces, from its start up to the piece that is asked for; the decoder is kept for a while, to
 * go on from there, so that reading in sequence unpacks everything once.
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
    int number = checkpoints.indexOf(position);
    Span span = new Span(content, checkpoints.offset(number), checkpoints.end(number));
    long inside = position - span.start();
    Piece piece = new Piece(span, position - inside % cache.pieceBytes());
    byte[] bytes = cache.get(piece, () -> unpack(number, piece));
    int from = (int) (position - piece.offset());
    int count = Math.min(target.remaining(), bytes.length - from);
    target.put(bytes, from, count);
    return count;
  }

  private byte[] unpack(int number, Piece piece) throws IOException {
    Span span = piece.span();
    Cursor cursor = cache.takeCursor(this, span, piece.offset());
    if (cursor == null) {
      InputStream in = decoder.open(packed, checkpoints.checkpoint(number));
      cursor = new Cursor(this, in, span.start());
    }
    InputStream in = cursor.stream();
    long at = skip(cursor, piece.offset() - cache.keptOnTheWay());
    for (; at < piece.offset(); at += cache.pieceBytes()) {
      Piece onTheWay = new Piece(span, at);
      cache.put(onTheWay, next(in, onTheWay));
    }
    byte[] bytes = next(in, piece);
    if (at + bytes.length < span.end()) {
      cache.keepCursor(new Cursor(this, in, at + bytes.length));
    }
    return bytes;
  }

  /** Returns where the stream is then: at an offset, or where it was if that is after it. */
  private long skip(Cursor cursor, long offset) throws IOException {
    if (offset <= cursor.offset()) {
      return cursor.offset();
    }
    try {
      cursor.stream().skipNBytes(offset - cursor.offset());
    } catch (EOFException e) {
      throw tooShort();
    }
    return offset;
  }

  private byte[] next(InputStream in, Piece piece) throws IOException {
    byte[] bytes = new byte[cache.length(piece)];
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw tooShort();
    }
    return bytes;
  }

  private EOFException tooShort() {
    return new EOFException(
        "packed stream ends before the "
            + size()
            + " bytes that its checkpoints tell of: one of them is of another stream");
  }
}
