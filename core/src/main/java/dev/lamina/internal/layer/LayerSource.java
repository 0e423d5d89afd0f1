package dev.lamina.internal.layer;

import dev.lamina.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A layer that can be read: its entries and its bytes.
 *
 * @param diffId the digest of the unpacked tar
 * @param index the entries
 * @param bytes the unpacked tar
 */
public record LayerSource(Digest diffId, LayerIndex index, LayerBytes bytes) {
  private static final byte[] ZEROS = new byte[4096];

  /**
   * Reads bytes of a regular file, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)}
   * does.
   *
   * @return how many bytes were read; -1 at or after the end of the file
   * @throws IOException if the layer cannot be read
   */
  public int read(int record, long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("negative position: " + position);
    }
    long left = index.size(record) - position;
    if (left <= 0) {
      return -1;
    }
    int limit = target.limit();
    int start = target.position();
    target.limit(start + (int) Math.min(left, target.remaining()));
    try {
      if (index.isSparse(index.primary(record))) {
        readSparse(record, position, target);
      } else {
        readFully(index.dataOffset(record) + position, target);
      }
    } finally {
      target.limit(limit);
    }
    return target.position() - start;
  }

  /**
   * Writes all bytes of a regular file to an empty file; its holes become holes.
   *
   * @throws IOException if the layer cannot be read, or the file not be written
   */
  public void writeTo(int record, FileChannel target) throws IOException {
    if (index.isSparse(index.primary(record))) {
      writeSparse(record, target);
    } else if (index.size(record) > 0) {
      bytes.transferTo(index.dataOffset(record), index.size(record), target);
    }
  }

  private void writeSparse(int record, FileChannel target) throws IOException {
    long data = index.dataOffset(record);
    for (int segment = 0; segment < index.segments(record); segment++) {
      long stored = index.segmentStored(record, segment);
      target.position(index.segmentOffset(record, segment));
      bytes.transferTo(data + stored, index.segmentStored(record, segment + 1) - stored, target);
    }
    long last = index.size(record) - 1;
    if (target.position() <= last) { // It ends with a hole, which only a byte after it can make.
      int unused = target.write(ByteBuffer.wrap(ZEROS, 0, 1), last);
    }
  }

  private void readSparse(int record, long position, ByteBuffer target) throws IOException {
    int segment = segmentAt(record, position);
    long at = position;
    while (target.hasRemaining()) {
      long begin = segment < 0 ? 0 : index.segmentOffset(record, segment);
      long stored = segment < 0 ? 0 : index.segmentStored(record, segment);
      long length = segment < 0 ? 0 : index.segmentStored(record, segment + 1) - stored;
      long inside = at - begin;
      int start = target.position();
      if (inside < length) {
        readPart(index.dataOffset(record) + stored + inside, length - inside, target);
      } else {
        putZeros(index.segmentOffset(record, segment + 1) - at, target);
        segment++;
      }
      at += target.position() - start;
    }
  }

  /** Returns the last segment that begins at or before a position; -1 if there is none. */
  private int segmentAt(int record, long position) {
    int low = 0;
    int high = index.segments(record) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (index.segmentOffset(record, middle) <= position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private void readPart(long offset, long length, ByteBuffer target) throws IOException {
    int limit = target.limit();
    target.limit(target.position() + (int) Math.min(length, target.remaining()));
    readFully(offset, target);
    target.limit(limit);
  }

  private void readFully(long offset, ByteBuffer target) throws IOException {
    long at = offset;
    while (target.hasRemaining()) {
      int count = bytes.read(at, target);
      if (count <= 0) {
        throw new EOFException("layer ends inside a file, at byte " + at + " of its tar");
      }
      at += count;
    }
  }

  private static void putZeros(long length, ByteBuffer target) {
    int left = (int) Math.min(length, target.remaining());
    while (left > 0) {
      int count = Math.min(left, ZEROS.length);
      target.put(ZEROS, 0, count);
      left -= count;
    }
  }
}
