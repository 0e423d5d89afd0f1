package dev.lamina.internal.compress;

import java.util.Arrays;

/**
 * A prefix code as a table: the next bits of the input are the index, the entry says what they
 * mean.
 *
 * <p>An entry is one int. Bits 0-5 say how many bits to drop (the code and its extra bits), bits
 * 8-13 how many of them are the code, bits 16 and up are the value: a byte, or the base of a length
 * or a distance. The top bit marks a byte, {@link #SPECIAL} all that is neither: the end of the
 * block, a code that stands for nothing, or a link to the table of longer codes, whose index is as
 * many bits as bits 8-13 say.
 */
final class InflateTable {
  static final int LITERAL = 1 << 31;
  static final int SPECIAL = 1 << 6;
  static final int LINK = 1 << 14;
  static final int END = 1 << 15;
  static final int LONGEST_CODE = 15;

  final int[] entries;

  private final int rootBits;
  private final int[] meanings;
  private final boolean lonelyCodeAllowed;
  private final int[] counts = new int[LONGEST_CODE + 1];
  private final int[] starts = new int[LONGEST_CODE + 2];
  private final int[] sorted;

  /**
   * Makes a table without a code.
   *
   * @param rootBits the longest code that one look finds
   * @param meanings the entry of each symbol, without the length of its code
   * @param symbols how many symbols codes of more than {@code rootBits} bits can be for
   * @param lonelyCodeAllowed whether there may be no code, or only one and that of one bit
   */
  InflateTable(int rootBits, int[] meanings, int symbols, boolean lonelyCodeAllowed) {
    this.rootBits = rootBits;
    this.meanings = meanings;
    this.lonelyCodeAllowed = lonelyCodeAllowed;
    this.sorted = new int[meanings.length];
    // A complete code has at least two symbols for each link.
    int longCodes = (symbols / 2) << Math.max(LONGEST_CODE - rootBits, 0);
    this.entries = new int[(1 << rootBits) + longCodes];
  }

  /**
   * Builds the code whose symbols have these code lengths.
   *
   * @return false if they are no code: they are too many, or leave some bits without meaning
   */
  boolean build(byte[] lengths, int offset, int symbols) {
    count(lengths, offset, symbols);
    if (!isCode()) {
      return false;
    }
    sort(lengths, offset, symbols);
    int code = addShortCodes();
    addLongCodes(code, longest());
    return true;
  }

  // Loops are in methods of their own, and have constant bounds where they can: what is compiled
  // while the first of them runs is small then, and need not be compiled again.
  private void count(byte[] lengths, int offset, int symbols) {
    Arrays.fill(counts, 0);
    for (int i = 0; i < symbols; i++) {
      counts[lengths[offset + i]]++;
    }
    counts[0] = 0;
  }

  private int longest() {
    int longest = LONGEST_CODE;
    while (longest > 0 && counts[longest] == 0) {
      longest--;
    }
    return longest;
  }

  private boolean isCode() {
    int free = 1;
    for (int length = 1; length <= LONGEST_CODE; length++) {
      free = (free << 1) - counts[length];
      if (free < 0) {
        return false;
      }
    }
    return free == 0 || (lonelyCodeAllowed && longest() <= 1);
  }

  /** Puts the symbols in the order of their codes: by length, then by number. */
  private void sort(byte[] lengths, int offset, int symbols) {
    for (int length = 1; length <= LONGEST_CODE; length++) {
      starts[length + 1] = starts[length] + counts[length];
    }
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[offset + symbol];
      if (length != 0) {
        sorted[starts[length]++] = symbol;
      }
    }
    // Each start moved to the next length's; the first is always 0.
    System.arraycopy(starts, 1, starts, 2, LONGEST_CODE);
    starts[1] = 0;
  }

  /** Adds the codes up to the root's bits; returns the next code, of one bit more. */
  private int addShortCodes() {
    int code = 0;
    entries[0] = SPECIAL;
    for (int length = 1; length <= rootBits; length++) {
      // What the codes so far say holds whatever the next bit is.
      int half = 1 << (length - 1);
      System.arraycopy(entries, 0, entries, half, half);
      for (int i = 0; i < counts[length]; i++) {
        entries[reverse(code++, length)] = meanings[sorted[starts[length] + i]] + length * 0x101;
      }
      code <<= 1;
    }
    return code;
  }

  private void addLongCodes(int firstCode, int longest) {
    int code = firstCode;
    int linkBits = longest - rootBits;
    int linked = -1;
    int table = 0;
    int next = 1 << rootBits;
    for (int length = rootBits + 1; length <= LONGEST_CODE; length++) {
      for (int i = 0; i < counts[length]; i++) {
        int reversed = reverse(code++, length);
        int prefix = reversed & ((1 << rootBits) - 1);
        if (prefix != linked) {
          linked = prefix;
          table = next;
          next += 1 << linkBits;
          entries[prefix] = table << 16 | LINK | linkBits << 8 | SPECIAL | rootBits;
        }
        int rest = length - rootBits;
        int entry = meanings[sorted[starts[length] + i]] + rest * 0x101;
        for (int at = reversed >>> rootBits; at < 1 << linkBits; at += 1 << rest) {
          entries[table + at] = entry;
        }
      }
      code <<= 1;
    }
  }

  /** A code is packed with its highest bit first, the input is read with its lowest first. */
  private static int reverse(int code, int length) {
    return Integer.reverse(code) >>> (32 - length);
  }
}
