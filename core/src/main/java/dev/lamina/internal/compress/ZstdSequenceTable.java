package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/**
 * The table of one of the numbers of sequences: for each state, in one word, the number's base (the
 * high half), the base of the next state (16 bits), and how many bits each takes (8 and 8).
 */
final class ZstdSequenceTable {
  private static final int PREDEFINED = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final ZstdSequenceCode code;
  private final ZstdFseTable fse;
  private final long[] entries;
  private int log = -1;

  ZstdSequenceTable(ZstdSequenceCode code, ZstdFseTable fse) {
    this.code = code;
    this.fse = fse;
    this.entries = new long[1 << code.largestLog()];
  }

  /** Forgets the table, as at the start of a frame. */
  void clear() {
    log = -1;
  }

  long[] entries() {
    return entries;
  }

  /** Returns the number of bits of the first state. */
  int log() {
    return log;
  }

  static int base(long entry) {
    return (int) (entry >>> 32);
  }

  static int extraBits(long entry) {
    return (int) entry >>> 8 & 0xff;
  }

  static int nextBits(long entry) {
    return (int) entry & 0xff;
  }

  /** Returns the next state, from the word with its bits. */
  static int next(long entry, long word) {
    return ((int) entry >>> 16) + ZstdBackward.peek(word, nextBits(entry));
  }

  /**
   * Makes the table as a block says.
   *
   * @return the index after the table's description
   */
  int read(int mode, ZstdSource source, int from, int to) throws ZipException {
    switch (mode) {
      case PREDEFINED -> {
        code.buildPredefined(fse);
        fill();
        return from;
      }
      case RLE -> {
        fillOne(source, from, to);
        return from + 1;
      }
      case COMPRESSED -> {
        int next = fse.read(source, from, to, code.largestLog(), code.largestSymbol());
        fill();
        return next;
      }
      default -> {
        if (log < 0) {
          throw source.corrupt("repeated table without one before", from);
        }
        return from;
      }
    }
  }

  private void fillOne(ZstdSource source, int from, int to) throws ZipException {
    int symbol = from < to ? source.bytes()[from] & 0xff : code.largestSymbol() + 1;
    if (symbol > code.largestSymbol()) {
      throw source.corrupt("unknown code in a table", from);
    }
    log = 0;
    entries[0] = entry(symbol, 0, 0);
  }

  private void fill() {
    log = fse.log();
    for (int state = 0; state < 1 << log; state++) {
      entries[state] = entry(fse.symbol(state), fse.base(state), fse.bits(state));
    }
  }

  private long entry(int symbol, int nextBase, int nextBits) {
    return (long) code.base(symbol) << 32
        | (long) nextBase << 16
        | (long) code.extraBits(symbol) << 8
        | nextBits;
  }
}
