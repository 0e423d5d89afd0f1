package dev.lamina.internal.compress;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The table of a Huffman code for literals (RFC 8878, 4.2): for each possible next bits, a symbol
 * in the high byte and the length of its code in the low one.
 */
final class ZstdHuffmanTable {
  private static final int LONGEST_CODE = 11;
  private static final int MOST_WEIGHTS = 255;
  private static final int WEIGHT_LOG = 6;

  private final short[] entries = new short[1 << LONGEST_CODE];
  private final byte[] weights = new byte[MOST_WEIGHTS + 1];
  private final int[] next = new int[LONGEST_CODE + 2];
  private final ZstdFseTable weightTable = new ZstdFseTable();
  private int log;

  /** Forgets the code, as at the start of a frame. */
  void clear() {
    log = 0;
  }

  boolean isClear() {
    return log == 0;
  }

  short[] entries() {
    return entries;
  }

  /** Returns the length of the longest code, which is the number of bits looked up at once. */
  int log() {
    return log;
  }

  /**
   * Makes the table as it is described in the data.
   *
   * @return the index after the description
   */
  int read(ZstdSource source, int from, int to) throws ZipException {
    log = 0;
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
    int start = weightTable.read(source, from, to, WEIGHT_LOG, LONGEST_CODE + 1);
    long word = ZstdBackward.first(source, start, to);
    int index = ZstdBackward.start(to);
    // Two states take turns, until one of them would need bits that are not there.
    int log = weightTable.log();
    int state = ZstdBackward.peek(word, log);
    word <<= log;
    int other = ZstdBackward.peek(word, log);
    word <<= log;
    if (ZstdBackward.left(start, index, word) < 0) {
      throw source.corrupt("Huffman weights end early", from);
    }
    int count = 0;
    while (true) {
      if (count > MOST_WEIGHTS - 2) {
        throw source.corrupt("too many Huffman weights", from);
      }
      weights[count++] = (byte) weightTable.symbol(state);
      int bits = weightTable.bits(state);
      if (ZstdBackward.left(start, index, word) < bits) {
        weights[count++] = (byte) weightTable.symbol(other);
        return count;
      }
      int turn = weightTable.base(state) + ZstdBackward.peek(word, bits);
      word <<= bits;
      int taken = ZstdBackward.taken(word);
      index -= taken >>> 3;
      word = ZstdBackward.load(source.bytes(), index, taken);
      state = other;
      other = turn;
    }
  }

  private void build(ZstdSource source, int given, int from) throws ZipException {
    int total = 0;
    Arrays.fill(next, 0);
    for (int i = 0; i < given; i++) {
      int weight = weights[i];
      if (weight > LONGEST_CODE) {
        throw source.corrupt("Huffman code too long", from);
      }
      next[weight]++;
      total += (1 << weight) >> 1;
    }
    int bits = 32 - Integer.numberOfLeadingZeros(total);
    int rest = (1 << bits) - total;
    // The last weight is not written: it makes the whole a power of two.
    if (total == 0 || bits > LONGEST_CODE || Integer.bitCount(rest) != 1) {
      throw source.corrupt("incomplete Huffman code", from);
    }
    int last = 32 - Integer.numberOfLeadingZeros(rest);
    weights[given] = (byte) last;
    next[last]++;
    if (next[1] < 2) {
      throw source.corrupt("Huffman code without its longest codes", from);
    }
    fill(given + 1, bits);
    log = bits;
  }

  /** Fills the table: the longest codes first, those of one length by their symbols. */
  private void fill(int count, int bits) {
    int start = 0;
    for (int weight = 1; weight <= bits; weight++) {
      int size = next[weight] << (weight - 1);
      next[weight] = start;
      start += size;
    }
    for (int symbol = 0; symbol < count; symbol++) {
      int weight = weights[symbol];
      if (weight > 0) {
        int from = next[weight];
        int to = from + (1 << (weight - 1));
        Arrays.fill(entries, from, to, (short) (symbol << 8 | (bits + 1 - weight)));
        next[weight] = to;
      }
    }
  }
}
