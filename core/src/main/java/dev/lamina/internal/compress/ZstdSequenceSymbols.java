package dev.lamina.internal.compress;

import java.util.Arrays;

/**
 * The codes of one of the three numbers of a block's sequences, and the table they take least with.
 */
final class ZstdSequenceSymbols {
  private static final int PREDEFINED = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  /** With fewer, even one code for all takes less with the table that is known. */
  private static final int FEW = 3;

  private final byte[] symbols = new byte[ZstdSequenceStore.MOST];
  private final int[] counts;
  private final int largestLog;
  private final short[] predefinedShares;
  private final int predefinedLog;
  private final ZstdFseCode predefined;
  private final ZstdFseCode own;
  private ZstdFseCode chosen;
  private int mode;

  ZstdSequenceSymbols(ZstdSequenceCode code) {
    counts = new int[code.largestSymbol() + 1];
    largestLog = code.largestLog();
    predefinedShares = Arrays.copyOf(code.predefinedShares(), counts.length);
    predefinedLog = code.predefinedLog();
    predefined = new ZstdFseCode(largestLog);
    predefined.build(predefinedShares, predefinedLog);
    own = new ZstdFseCode(largestLog);
    chosen = predefined;
  }

  /** Begins with the codes of a block. */
  void clear() {
    Arrays.fill(counts, 0);
  }

  void set(int index, int symbol) {
    symbols[index] = (byte) symbol;
    counts[symbol]++;
  }

  int symbol(int index) {
    return symbols[index];
  }

  /** Returns the table that was chosen. */
  ZstdFseCode code() {
    return chosen;
  }

  /** Returns how the chosen table is described. */
  int mode() {
    return mode;
  }

  /**
   * Chooses a table, and describes it.
   *
   * @return the index after the description
   */
  int choose(int total, byte[] out, int at) {
    int first = symbols[0];
    if (counts[first] == total && total >= FEW) {
      own.buildOnly(first);
      out[at] = (byte) first;
      use(own, RLE);
      return at + 1;
    }
    int log = ZstdDistribution.log(total, counts.length, largestLog);
    short[] shares = ZstdDistribution.normalize(counts, total, log);
    int end = ZstdDistribution.write(shares, log, out, at);
    int size = end - at + ZstdDistribution.cost(counts, shares, log);
    if (size >= ZstdDistribution.cost(counts, predefinedShares, predefinedLog)) {
      use(predefined, PREDEFINED);
      return at;
    }
    own.build(shares, log);
    use(own, COMPRESSED);
    return end;
  }

  private void use(ZstdFseCode code, int codeMode) {
    chosen = code;
    mode = codeMode;
  }
}
