package dev.lamina.internal.layer;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the frames of a part of a {@link Scratch} one after another. A frame is its length in four
 * bytes and that many bytes, the first of which are a key (see {@link SortKey}).
 */
final class RunReader {
  private final Scratch scratch;
  private final long end;
  private long position;
  private byte[] buffer;
  private int start;
  private int next;
  private int limit;

  RunReader(Scratch scratch, long from, long to, int bufferBytes) {
    this.scratch = scratch;
    this.position = from;
    this.end = to;
    this.buffer = new byte[(int) Math.min(bufferBytes, to - from)];
  }

  /** Goes to the next frame; the one before is no longer to be read. */
  boolean next() throws IOException {
    if (next == limit && position == end) {
      return false;
    }
    fill(Integer.BYTES);
    int length = LittleEndian.integer(buffer, next);
    fill(Integer.BYTES + length);
    start = next + Integer.BYTES;
    next = start + length;
    return true;
  }

  private void fill(int wanted) throws IOException {
    if (limit - next >= wanted) {
      return;
    }
    byte[] target = wanted > buffer.length ? new byte[wanted + wanted / 2] : buffer;
    System.arraycopy(buffer, next, target, 0, limit - next);
    buffer = target;
    limit -= next;
    next = 0;
    int count = (int) Math.min(buffer.length - limit, end - position);
    scratch.read(position, buffer, limit, count);
    position += count;
    limit += count;
  }

  byte[] array() {
    return buffer;
  }

  /** Returns where in the array the frame begins, after its length. */
  int start() {
    return start;
  }

  /** Returns how many bytes the frame has. */
  int length() {
    return next - start;
  }

  int keyLength() {
    return LittleEndian.unsignedShort(buffer, start);
  }

  int keyStart() {
    return start + Short.BYTES;
  }

  int keyEnd() {
    return keyStart() + keyLength();
  }

  /** Compares the keys of two frames. */
  int compareKey(RunReader other) {
    return Arrays.compareUnsigned(
        buffer, keyStart(), keyEnd(), other.buffer, other.keyStart(), other.keyEnd());
  }
}
