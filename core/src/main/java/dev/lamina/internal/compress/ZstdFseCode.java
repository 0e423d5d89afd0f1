package dev.lamina.internal.compress;

import java.util.Arrays;

/**
 * Writes symbols by finite state entropy (RFC 8878, 4.1), last to first. It is made of the table
 * that reads them: to write a symbol is to find the state with it from which reading goes on to the
 * state that is known.
 */
final class ZstdFseCode {
  private static final int MOST_SYMBOLS = 256;

  private final ZstdFseTable table = new ZstdFseTable();
  private final int[] firsts = new int[MOST_SYMBOLS + 1];
  private final int[] bits = new int[MOST_SYMBOLS];
  private final short[] starts = new short[MOST_SYMBOLS];
  private final short[] states;
  private int log;

  ZstdFseCode(int largestLog) {
    states = new short[1 << largestLog];
  }

  /** Makes the code of a distribution, in which -1 means "less than one". */
  void build(short[] distribution, int accuracyLog) {
    log = accuracyLog;
    table.build(distribution, accuracyLog);
    int size = 1 << accuracyLog;
    int first = 0;
    for (int symbol = 0; symbol < distribution.length; symbol++) {
      int count = Math.abs(distribution[symbol]);
      firsts[symbol] = first;
      first += count;
      if (count > 0) {
        int most = count == 1 ? log : log - (31 - Integer.numberOfLeadingZeros(count - 1));
        bits[symbol] = (most << 16) - (count << most);
      }
    }
    int[] next = Arrays.copyOf(firsts, distribution.length);
    for (int state = 0; state < size; state++) {
      states[next[table.symbol(state)]++] = (short) (state + size);
    }
    for (int symbol = 0; symbol < distribution.length; symbol++) {
      starts[symbol] = states[Math.min(firsts[symbol], size - 1)];
      firsts[symbol] -= Math.abs(distribution[symbol]);
    }
  }

  /** Makes the code of which one symbol is all, and which takes no bits. */
  void buildOnly(int symbol) {
    log = 0;
    states[0] = 1;
    starts[symbol] = 1;
    firsts[symbol] = -1;
    bits[symbol] = -1;
  }

  /** Returns a state that has a symbol: the one from which the most bits are read. */
  int start(int symbol) {
    return starts[symbol];
  }

  /** Writes which way reading goes to a state, and returns the state it comes from. */
  int write(int symbol, int state, ZstdBitWriter out) {
    int count = (state + bits[symbol]) >>> 16;
    out.add(state & ((1 << count) - 1), count);
    return states[(state >>> count) + firsts[symbol]];
  }

  /** Writes the state with which reading begins. */
  void writeStart(int state, ZstdBitWriter out) {
    out.add(state - (1L << log), log);
  }
}
