package dev.lamina.internal.compress;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * A table of finite state entropy (RFC 8878, 4.1): for each state, its symbol and how many bits,
 * added to which base, make the next state.
 */
final class ZstdFseTable {
  private static final int LARGEST_LOG = 9;
  private static final int MOST_SYMBOLS = 256;

  private final short[] counts = new short[MOST_SYMBOLS];
  private final short[] next = new short[MOST_SYMBOLS];
  private final byte[] symbols = new byte[1 << LARGEST_LOG];
  private final byte[] bits = new byte[1 << LARGEST_LOG];
  private final short[] bases = new short[1 << LARGEST_LOG];
  private int log;

  /** Returns the number of bits of a state. */
  int log() {
    return log;
  }

  int symbol(int state) {
    return symbols[state] & 0xff;
  }

  int bits(int state) {
    return bits[state];
  }

  int base(int state) {
    return bases[state];
  }

  /** Makes the table of a distribution, in which -1 means "less than one". */
  void build(short[] distribution, int accuracyLog) {
    Arrays.fill(counts, (short) 0);
    System.arraycopy(distribution, 0, counts, 0, distribution.length);
    build(distribution.length, accuracyLog);
  }

  /**
   * Makes the table of a distribution as it is described in the data.
   *
   * @return the index after the description
   */
  int read(ZstdSource source, int from, int to, int largestLog, int largestSymbol)
      throws ZipException {
    if (from >= to) {
      throw source.corrupt("missing entropy table", from);
    }
    int accuracyLog = (source.bytes()[from] & 15) + 5;
    if (accuracyLog > largestLog) {
      throw source.corrupt("entropy table of " + accuracyLog + " bits", from);
    }
    Arrays.fill(counts, (short) 0);
    long bit = from * 8L + 4;
    int left = 1 << accuracyLog;
    int symbol = 0;
    while (left > 0) {
      if (symbol > largestSymbol || bit > to * 8L) {
        throw source.corrupt("malformed entropy table", from);
      }
      // The next number is at most left + 1; the spare small ones are written with a bit less.
      int size = 32 - Integer.numberOfLeadingZeros(left + 1);
      int half = 1 << (size - 1);
      int spare = 2 * half - (left + 2);
      int number = peek(source, bit) & (2 * half - 1);
      boolean small = (number & (half - 1)) < spare;
      if (small) {
        number &= half - 1;
      } else if (number >= half) {
        number -= spare;
      }
      bit += small ? size - 1 : size;
      int count = number - 1;
      counts[symbol++] = (short) count;
      left -= Math.abs(count);
      if (count == 0) {
        int run;
        do {
          run = peek(source, bit) & 3;
          symbol += run;
          bit += 2;
        } while (run == 3 && symbol <= largestSymbol && bit <= to * 8L);
      }
    }
    if (symbol > largestSymbol + 1 || bit > to * 8L) {
      throw source.corrupt("malformed entropy table", from);
    }
    build(symbol, accuracyLog);
    return (int) ((bit + 7) >>> 3);
  }

  private static int peek(ZstdSource source, long bit) {
    return (int) (ZstdWords.longAt(source.bytes(), (int) (bit >>> 3)) >>> (bit & 7));
  }

  private void build(int symbolCount, int accuracyLog) {
    log = accuracyLog;
    spread(symbolCount);
    int size = 1 << accuracyLog;
    for (int state = 0; state < size; state++) {
      int rank = next[symbols[state] & 0xff]++;
      int count = accuracyLog - (31 - Integer.numberOfLeadingZeros(rank));
      bits[state] = (byte) count;
      bases[state] = (short) ((rank << count) - size);
    }
  }

  /** Gives each symbol its states: the rarest at the end, the others far from each other. */
  private void spread(int symbolCount) {
    int size = 1 << log;
    int high = size - 1;
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      if (counts[symbol] < 0) {
        symbols[high--] = (byte) symbol;
      }
      next[symbol] = (short) Math.abs(counts[symbol]);
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int state = 0;
    for (int symbol = 0; symbol < symbolCount; symbol++) {
      for (int i = 0; i < counts[symbol]; i++) {
        symbols[state] = (byte) symbol;
        do {
          state = (state + step) & (size - 1);
        } while (state > high);
      }
    }
  }
}
