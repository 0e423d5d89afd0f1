package dev.lamina.internal.compress;

import java.util.Arrays;

/** Shares the states of an entropy table among symbols by how often they come. */
final class ZstdDistribution {
  /** The logarithm of numbers up to the largest table, in 256ths of a bit. */
  private static final int[] LOGARITHMS = new int[(1 << 9) + 1];

  private static final int SMALLEST_LOG = 5;

  static {
    for (int i = 1; i < LOGARITHMS.length; i++) {
      LOGARITHMS[i] = (int) Math.round(256 * StrictMath.log(i) / StrictMath.log(2));
    }
  }

  private ZstdDistribution() {}

  /** Returns the number of bits that suit a table for this many numbers. */
  static int log(int total, int symbols, int largestLog) {
    int enough = 32 - Integer.numberOfLeadingZeros(symbols);
    int worth = 29 - Integer.numberOfLeadingZeros(total);
    return Math.min(largestLog, Math.max(SMALLEST_LOG, Math.max(enough, worth)));
  }

  /** Returns how many of a table's states each symbol has: at least one if it comes at all. */
  static short[] normalize(int[] counts, int total, int log) {
    int size = 1 << log;
    short[] shares = new short[counts.length];
    int left = size;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        long share = ((long) counts[symbol] * size + total / 2) / total;
        shares[symbol] = (short) Math.max(1, share);
        left -= shares[symbol];
      }
    }
    while (left != 0) {
      // What rounding gave or took is least missed by those who have the most.
      int largest = largest(shares);
      int step = left > 0 ? left : Math.max(left, -(shares[largest] + 1) / 2);
      step = shares[largest] + step < 1 ? -1 : step;
      shares[largest] += (short) step;
      left -= step;
    }
    return shares;
  }

  private static int largest(short[] shares) {
    int largest = 0;
    for (int symbol = 1; symbol < shares.length; symbol++) {
      if (shares[symbol] > shares[largest]) {
        largest = symbol;
      }
    }
    return largest;
  }

  /** Returns how many bytes symbols take with a table. */
  static int cost(int[] counts, short[] shares, int log) {
    long bits = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        bits += (long) counts[symbol] * ((log << 8) - LOGARITHMS[Math.abs(shares[symbol])]);
      }
    }
    return (int) (bits >>> 11);
  }

  /** Writes how a table shares its states (RFC 8878, 4.1.1), and returns the index after it. */
  static int write(short[] shares, int log, byte[] out, int at) {
    ZstdBitWriter bits = new ZstdBitWriter(out, at);
    bits.add(log - SMALLEST_LOG, 4);
    int left = 1 << log;
    for (int symbol = 0; left > 0; ) {
      int share = shares[symbol++];
      writeNumber(share + 1, left, bits);
      left -= Math.abs(share);
      if (share == 0) {
        int run = 0;
        while (shares[symbol + run] == 0) {
          run++;
        }
        symbol += run;
        writeRun(run, bits);
      }
    }
    return bits.end();
  }

  /** Writes a number up to left + 1; the spare small ones take a bit less. */
  private static void writeNumber(int number, int left, ZstdBitWriter out) {
    int size = 32 - Integer.numberOfLeadingZeros(left + 1);
    int half = 1 << (size - 1);
    int spare = 2 * half - (left + 2);
    if (number < spare) {
      out.add(number, size - 1);
    } else {
      out.add(number < half ? number : number + spare, size);
    }
    out.flush();
  }

  private static void writeRun(int length, ZstdBitWriter out) {
    int left = length;
    for (; left >= 3; left -= 3) {
      out.add(3, 2);
      out.flush();
    }
    out.add(left, 2);
    out.flush();
  }

  /** Counts symbols. */
  static void count(byte[] symbols, int from, int to, int[] counts) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[symbols[i] & 0xff]++;
    }
  }
}
