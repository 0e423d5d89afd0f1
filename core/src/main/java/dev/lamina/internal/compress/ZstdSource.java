package dev.lamina.internal.compress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Packed bytes, read in large pieces into an array that leaves room before and after them, so that
 * whole words can be loaded at both ends of any part.
 */
final class ZstdSource {
  /** The bytes before and after the data that may be loaded with it. */
  static final int ROOM = 32;

  private static final int SMALL = 1 << 15;
  private static final int CAPACITY = 1 << 18;
  private static final int PIECE = 1 << 16;

  private final InputStream in;
  private byte[] bytes = new byte[ROOM + SMALL + ROOM];
  private int position = ROOM;
  private int end = ROOM;
  private long base = -ROOM;

  ZstdSource(InputStream in) {
    this.in = in;
  }

  /** Returns the array that holds what was {@linkplain #require required} last. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the next byte in the array. */
  int position() {
    return position;
  }

  /** Returns the place of the next byte, from where the stream began. */
  long offset() {
    return base + position;
  }

  boolean atEnd() throws IOException {
    return position == end && !fill(1);
  }

  /** Holds the next bytes in the array, at most {@value #CAPACITY}. */
  void require(int count) throws IOException {
    if (end - position < count && !fill(count)) {
      throw truncated();
    }
  }

  void advance(int count) {
    position += count;
  }

  /** Takes an unsigned number of up to eight bytes. */
  long take(int count) throws IOException {
    require(count);
    long value = count == 0 ? 0 : ZstdWords.longAt(bytes, position) << (64 - 8 * count);
    position += count;
    return count == 0 ? 0 : value >>> (64 - 8 * count);
  }

  /** Passes over bytes. */
  void skip(long count) throws IOException {
    for (long left = count; left > 0; ) {
      if (position == end && !fill(1)) {
        throw truncated();
      }
      int step = (int) Math.min(left, end - position);
      position += step;
      left -= step;
    }
  }

  void close() throws IOException {
    in.close();
  }

  /** Returns what to throw when the bytes at an index of the array are none of zstd's. */
  ZipException corrupt(String what, int index) {
    return new ZipException("corrupt zstd data at byte " + (base + index) + ": " + what);
  }

  private EOFException truncated() {
    return new EOFException("zstd data ends early, at byte " + (base + end));
  }

  private boolean fill(int count) throws IOException {
    if (position + count > bytes.length - ROOM || position == end) {
      compact(count);
    }
    while (end - position < count) {
      int read = in.read(bytes, end, Math.min(bytes.length - ROOM - end, PIECE));
      if (read < 0) {
        return false;
      }
      end += read;
    }
    return true;
  }

  /** Moves the bytes to the front: of a larger array, once a block is larger than the first one. */
  private void compact(int count) {
    byte[] target = ROOM + count + ROOM > bytes.length ? new byte[ROOM + CAPACITY + ROOM] : bytes;
    System.arraycopy(bytes, position, target, ROOM, end - position);
    bytes = target;
    base += position - ROOM;
    end -= position - ROOM;
    position = ROOM;
  }
}
