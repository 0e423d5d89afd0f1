package dev.lamina.internal.compress;

import java.util.Arrays;
import java.util.zip.ZipException;

/** The literals of a block: the bytes that are no part of any match (RFC 8878, 3.1.1.3.1). */
final class ZstdLiterals {
  private final ZstdSource source;
  private final ZstdHuffmanTable table = new ZstdHuffmanTable();
  private final ZstdHuffmanStreams streams;
  private byte[] decoded = new byte[0];
  private byte[] bytes = decoded;
  private int from;
  private int to;

  ZstdLiterals(ZstdSource source) {
    this.source = source;
    this.streams = new ZstdHuffmanStreams(source, table);
  }

  /** Begins a frame. */
  void reset() {
    table.clear();
  }

  /** Returns the array that has the literals; sixteen bytes after the last may be read too. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the first literal. */
  int from() {
    return from;
  }

  /** Returns the index after the last literal. */
  int to() {
    return to;
  }

  /**
   * Reads the section that begins a block.
   *
   * @return the index after the section
   */
  int read(int start, int end, int blockLimit) throws ZipException {
    int head = start < end ? source.bytes()[start] & 0xff : 0;
    int format = (head >> 2) & 3;
    return (head & 2) == 0
        ? readPlain(start, end, head, format, blockLimit)
        : readPacked(start, end, head, format, blockLimit);
  }

  private int readPlain(int start, int end, int head, int format, int limit) throws ZipException {
    int length = (format & 1) == 0 ? 1 : (format + 3) >> 1;
    int size = header(start, end, length) >>> (length == 1 ? 3 : 4);
    boolean repeated = (head & 1) != 0;
    int at = start + length;
    int next = at + (repeated ? 1 : size);
    check(start, end, next, size, limit);
    if (repeated) {
      makeRoom(size);
      Arrays.fill(decoded, 0, size, source.bytes()[at]);
      hold(decoded, 0, size);
    } else {
      hold(source.bytes(), at, size);
    }
    return next;
  }

  private int readPacked(int start, int end, int head, int format, int limit) throws ZipException {
    int length = Math.max(format + 2, 3);
    int bits = format < 2 ? 10 : 4 * format + 6;
    if (start + length > end) {
      throw source.corrupt("literals end after their block", start);
    }
    long header = ZstdWords.longAt(source.bytes(), start) >>> 4;
    int size = (int) header & ((1 << bits) - 1);
    int packed = (int) (header >>> bits) & ((1 << bits) - 1);
    int next = start + length + packed;
    check(start, end, next, size, limit);
    if (size == 0) {
      throw source.corrupt("compressed literals without any", start);
    }
    int at = start + length;
    if ((head & 1) == 0) {
      at = table.read(source, at, next);
    } else if (table.isClear()) {
      throw source.corrupt("literals without a Huffman table", start);
    }
    makeRoom(size);
    if (format == 0) {
      streams.decodeOne(at, next, decoded, size);
    } else {
      streams.decodeFour(at, next, decoded, size);
    }
    hold(decoded, 0, size);
    return next;
  }

  private int header(int start, int end, int length) throws ZipException {
    if (start + length > end) {
      throw source.corrupt("literals end after their block", start);
    }
    return ZstdWords.intAt(source.bytes(), start) & ((1 << (8 * length)) - 1);
  }

  private void check(int start, int end, int next, int size, int limit) throws ZipException {
    if (next > end || size > limit) {
      throw source.corrupt("literals larger than their block", start);
    }
  }

  private void makeRoom(int size) {
    if (decoded.length < size + ZstdSource.ROOM) {
      decoded = new byte[2 * size + ZstdSource.ROOM];
    }
  }

  private void hold(byte[] array, int first, int size) {
    bytes = array;
    from = first;
    to = first + size;
  }
}
