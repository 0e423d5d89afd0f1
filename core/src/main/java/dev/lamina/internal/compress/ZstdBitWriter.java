package dev.lamina.internal.compress;

/** Writes numbers of some bits each into an array, the lowest bits first. */
final class ZstdBitWriter {
  private final byte[] bytes;
  private int at;
  private long held;
  private int count;

  /** Creates a writer; the array has room for a whole word after the last byte. */
  ZstdBitWriter(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Writes a number; at most 56 bits may come between two {@linkplain #flush flushes}. */
  void add(long value, int bits) {
    held |= value << count;
    count += bits;
  }

  /** Puts whole bytes into the array. */
  void flush() {
    ZstdWords.putLong(bytes, at, held);
    at += count >>> 3;
    held >>>= count & -8;
    count &= 7;
  }

  /** Fills the last byte with zeros, and returns the index after it. */
  int end() {
    flush();
    at += count > 0 ? 1 : 0;
    return at;
  }

  /** Ends a stream that is read backwards with the bit that marks its end. */
  int endMarked() {
    add(1, 1);
    return end();
  }
}
