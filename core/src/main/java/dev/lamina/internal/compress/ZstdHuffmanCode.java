package dev.lamina.internal.compress;

import java.util.Arrays;

/** A Huffman code for literals, and its description (RFC 8878, 4.2). */
final class ZstdHuffmanCode {
  private static final int SYMBOLS = 256;
  private static final int LONGEST = ZstdHuffmanTable.INDEX_BITS;

  /** With more symbols, their weights must be packed. */
  private static final int MOST_PLAIN = 128;

  private static final int WEIGHT_LOG = 6;

  /** For each symbol its code and, in the lowest four bits, its length. */
  private final int[] codes = new int[SYMBOLS];

  private final int[] lengths = new int[SYMBOLS];
  private final int[] weightCounts = new int[LONGEST + 2];
  private final byte[] weights = new byte[SYMBOLS];
  private final ZstdFseCode weightCode = new ZstdFseCode(WEIGHT_LOG);
  private final ZstdHuffmanLengths tree = new ZstdHuffmanLengths();
  private int symbolCount;
  private int longest;

  int[] codes() {
    return codes;
  }

  /**
   * Makes the code that takes the least for symbols that come so often, of which there are two or
   * more.
   */
  void build(int[] counts) {
    tree.compute(counts, lengths);
    longest = 0;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      longest = Math.max(longest, lengths[symbol]);
      symbolCount = lengths[symbol] > 0 ? symbol + 1 : symbolCount;
    }
    Arrays.fill(weightCounts, 0);
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      weights[symbol] = (byte) (lengths[symbol] == 0 ? 0 : longest + 1 - lengths[symbol]);
      weightCounts[weights[symbol]]++;
    }
    assignCodes();
  }

  /** The longest codes are the smallest, those of one length follow their symbols. */
  private void assignCodes() {
    int[] next = new int[LONGEST + 2];
    int start = 0;
    for (int weight = 1; weight <= longest; weight++) {
      next[weight] = start >> (weight - 1);
      start += weightCounts[weight] << (weight - 1);
    }
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      if (weights[symbol] > 0) {
        codes[symbol] = next[weights[symbol]]++ << 4 | lengths[symbol];
      }
    }
  }

  /** Returns how many bytes symbols take. */
  int cost(int[] counts) {
    long bits = 0;
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      bits += (long) counts[symbol] * lengths[symbol];
    }
    return (int) (bits >>> 3);
  }

  /** Writes the description, and returns the index after it; or -1 if there is none. */
  int write(byte[] out, int at) {
    // The last weight is not written: it makes the whole a power of two.
    int count = symbolCount - 1;
    int end = writePacked(out, at + 1, count);
    int packed = end - at - 1;
    if (end > 0 && packed < 128 && packed < (count + 1) / 2) {
      out[at] = (byte) packed;
      return end;
    }
    return count > MOST_PLAIN ? -1 : writePlain(out, at, count);
  }

  private int writePlain(byte[] out, int at, int count) {
    out[at] = (byte) (127 + count);
    weights[count] = 0;
    for (int i = 0; i < count; i += 2) {
      out[at + 1 + i / 2] = (byte) (weights[i] << 4 | weights[i + 1]);
    }
    return at + 1 + (count + 1) / 2;
  }

  /** Two states take turns, the first with the weights of even symbols. */
  private int writePacked(byte[] out, int at, int count) {
    int[] counts = new int[LONGEST + 2];
    int most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, ++counts[weights[i]]);
    }
    if (count < 4 || most == count || most == 1) {
      return -1;
    }
    int log = ZstdDistribution.log(count, LONGEST + 1, WEIGHT_LOG);
    short[] shares = ZstdDistribution.normalize(counts, count, log);
    weightCode.build(shares, log);
    int end = ZstdDistribution.write(shares, log, out, at);
    ZstdBitWriter bits = new ZstdBitWriter(out, end);
    int[] states = new int[2];
    states[(count - 1) & 1] = weightCode.start(weights[count - 1]);
    states[(count - 2) & 1] = weightCode.start(weights[count - 2]);
    for (int i = count - 3; i >= 0; i--) {
      states[i & 1] = weightCode.write(weights[i], states[i & 1], bits);
      bits.flush();
    }
    weightCode.writeStart(states[1], bits);
    weightCode.writeStart(states[0], bits);
    return bits.endMarked();
  }
}
