package dev.lamina.internal.compress;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The table of a Huffman code for literals (RFC 8878, 4.2): for each possible next bits, a symbol
 * in the high byte and the length of its code in the low one.
 */
final class ZstdHuffmanTable {
  /** The number of bits that are looked up at once: those of the longest code there can be. */
  static final int INDEX_BITS = 11;

  private static final int MOST_WEIGHTS = 255;
  private static final int WEIGHT_LOG = 6;

  private final short[] entries = new short[1 << INDEX_BITS];
  private final byte[] weights = new byte[MOST_WEIGHTS + 1];
  private final int[] next = new int[INDEX_BITS + 2];
  private final ZstdFseTable weightTable = new ZstdFseTable();
  private boolean clear = true;

  /** Forgets the code, as at the start of a frame. */
  void clear() {
    clear = true;
  }

  boolean isClear() {
    return clear;
  }

  short[] entries() {
    return entries;
  }

  /**
   * Makes the table as it is described in the data.
   *
   * @return the index after the description
   */
  int read(ZstdSource source, int from, int to) throws ZipException {
    clear = true;
    if (from >= to) {
      throw source.corrupt("missing Huffman table", from);
    }
    int header = source.bytes()[from] & 0xff;
    int length = header < 128 ? header : (header - 126) >> 1;
    int end = from + 1 + length;
    if (end > to) {
      throw source.corrupt("Huffman table ends after its block", from);
    }
    int count =
        header < 128
            ? readPacked(source, from + 1, end)
            : readPlain(source.bytes(), from + 1, header - 127);
    build(source, count, from);
    return end;
  }

  private int readPlain(byte[] bytes, int from, int count) {
    for (int i = 0; i < count; i++) {
      int pair = bytes[from + (i >> 1)];
      weights[i] = (byte) ((i & 1) == 0 ? (pair >> 4) & 15 : pair & 15);
    }
    return count;
  }

  private int readPacked(ZstdSource source, int from, int to) throws ZipException {
    int start = weightTable.read(source, from, to, WEIGHT_LOG, INDEX_BITS + 1);
    int place = ZstdBackward.start(source, start, to) - 2 * weightTable.log();
    if (place < 8 * start) {
      throw source.corrupt("Huffman weights end early", from);
    }
    byte[] bytes = source.bytes();
    int state = weightState(bytes, place + weightTable.log());
    int other = weightState(bytes, place);
    int count = 0;
    // Two states take turns, until one of them would need bits that are not there.
    while (place - weightTable.bits(state) >= 8 * start) {
      if (count == MOST_WEIGHTS - 2) {
        throw source.corrupt("too many Huffman weights", from);
      }
      weights[count++] = (byte) weightTable.symbol(state);
      int bits = weightTable.bits(state);
      int next = weightTable.base(state) + ZstdBackward.peek(ZstdBackward.load(bytes, place), bits);
      place -= bits;
      state = other;
      other = next;
    }
    weights[count++] = (byte) weightTable.symbol(state);
    weights[count++] = (byte) weightTable.symbol(other);
    return count;
  }

  /** Returns the first state that ends at a place. */
  private int weightState(byte[] bytes, int place) {
    int log = weightTable.log();
    return ZstdBackward.peek(ZstdBackward.load(bytes, place + log), log);
  }

  private void build(ZstdSource source, int given, int from) throws ZipException {
    int total = 0;
    Arrays.fill(next, 0);
    for (int i = 0; i < given; i++) {
      int weight = weights[i];
      if (weight > INDEX_BITS) {
        throw source.corrupt("Huffman code too long", from);
      }
      next[weight]++;
      total += (1 << weight) >> 1;
    }
    int bits = 32 - Integer.numberOfLeadingZeros(total);
    int rest = (1 << bits) - total;
    // The last weight is not written: it makes the whole a power of two.
    if (total == 0 || bits > INDEX_BITS || Integer.bitCount(rest) != 1) {
      throw source.corrupt("incomplete Huffman code", from);
    }
    int last = 32 - Integer.numberOfLeadingZeros(rest);
    weights[given] = (byte) last;
    next[last]++;
    if (next[1] < 2) {
      throw source.corrupt("Huffman code without its longest codes", from);
    }
    fill(given + 1, bits);
    clear = false;
  }

  /** Fills the table: the longest codes first, those of one length by their symbols. */
  private void fill(int count, int bits) {
    int spare = INDEX_BITS - bits;
    int start = 0;
    for (int weight = 1; weight <= bits; weight++) {
      int size = next[weight] << (weight - 1 + spare);
      next[weight] = start;
      start += size;
    }
    for (int symbol = 0; symbol < count; symbol++) {
      int weight = weights[symbol];
      if (weight > 0) {
        int from = next[weight];
        int to = from + (1 << (weight - 1 + spare));
        Arrays.fill(entries, from, to, (short) (symbol << 8 | (bits + 1 - weight)));
        next[weight] = to;
      }
    }
  }
}
