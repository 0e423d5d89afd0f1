package dev.lamina.internal.compress;

import java.io.IOException;
import java.util.Arrays;

/** The two codes of a deflate block: of bytes and match lengths, and of distances. */
final class InflateCodes {
  static final int LITERAL_BITS = 11;
  static final int DISTANCE_BITS = 9;

  private static final int LITERALS = 288;
  private static final int LARGEST_LITERALS = 286;
  private static final int DISTANCES = 32;
  private static final int LARGEST_DISTANCES = 30;
  private static final int END_OF_BLOCK = 256;
  private static final int LENGTH_BITS = 7;
  private static final byte[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LITERAL_MEANINGS = literalMeanings();
  private static final int[] DISTANCE_MEANINGS = distanceMeanings();
  private static final int[] LENGTH_MEANINGS = lengthMeanings();

  private final PackedInput in;
  private final InflateTable ownLiterals = literalTable();
  private final InflateTable ownDistances = distanceTable();
  private final InflateTable codeLengths = new InflateTable(LENGTH_BITS, LENGTH_MEANINGS, 0, false);
  private final byte[] lengths = new byte[LITERALS + DISTANCES];
  private int[] literals = ownLiterals.entries;
  private int[] distances = ownDistances.entries;

  InflateCodes(PackedInput in) {
    this.in = in;
  }

  int[] literals() {
    return literals;
  }

  int[] distances() {
    return distances;
  }

  /** Takes the codes that are the same in every block that uses them. */
  void useFixed() {
    literals = Fixed.LITERALS.entries;
    distances = Fixed.DISTANCES.entries;
  }

  /** Reads the codes of a block that brings its own. */
  void read() throws IOException {
    int literalCount = in.take(5) + 257;
    int distanceCount = in.take(5) + 1;
    int lengthCount = in.take(4) + 4;
    if (literalCount > LARGEST_LITERALS || distanceCount > LARGEST_DISTANCES) {
      throw in.damaged("too many length or distance symbols");
    }
    readLengthsOfLengths(lengthCount);
    if (!codeLengths.build(lengths, 0, LENGTH_ORDER.length)) {
      throw in.damaged("invalid set of code lengths");
    }
    readLengths(literalCount + distanceCount);
    in.verify();
    if (lengths[END_OF_BLOCK] == 0) {
      throw in.damaged("block without an end-of-block code");
    }
    if (!ownLiterals.build(lengths, 0, literalCount)) {
      throw in.damaged("invalid set of literal and length codes");
    }
    if (!ownDistances.build(lengths, literalCount, distanceCount)) {
      throw in.damaged("invalid set of distance codes");
    }
    literals = ownLiterals.entries;
    distances = ownDistances.entries;
  }

  private void readLengthsOfLengths(int count) throws IOException {
    Arrays.fill(lengths, 0, LENGTH_ORDER.length, (byte) 0);
    for (int i = 0; i < count; i++) {
      lengths[LENGTH_ORDER[i]] = (byte) in.take(3);
    }
  }

  private void readLengths(int total) throws IOException {
    int have = 0;
    while (have < total) {
      in.refill();
      int entry = codeLengths.entries[(int) in.bits & ((1 << LENGTH_BITS) - 1)];
      in.drop(entry & 63);
      int symbol = entry >>> 16;
      if (symbol < 16) {
        lengths[have++] = (byte) symbol;
      } else {
        have = repeat(symbol, have, total);
      }
    }
  }

  private int repeat(int symbol, int have, int total) throws IOException {
    if (symbol == 16 && have == 0) {
      throw in.damaged("code length repeated before the first");
    }
    byte length = symbol == 16 ? lengths[have - 1] : 0;
    int times = symbol == 16 ? 3 + in.take(2) : symbol == 17 ? 3 + in.take(3) : 11 + in.take(7);
    if (have + times > total) {
      throw in.damaged("code length repeated beyond the last");
    }
    Arrays.fill(lengths, have, have + times, length);
    return have + times;
  }

  private static InflateTable literalTable() {
    return new InflateTable(LITERAL_BITS, LITERAL_MEANINGS, LITERALS, true);
  }

  private static InflateTable distanceTable() {
    return new InflateTable(DISTANCE_BITS, DISTANCE_MEANINGS, DISTANCES, true);
  }

  private static int[] literalMeanings() {
    int[] meanings = new int[LITERALS];
    for (int i = 0; i < END_OF_BLOCK; i++) {
      meanings[i] = InflateTable.LITERAL | i << 16;
    }
    meanings[END_OF_BLOCK] = InflateTable.SPECIAL | InflateTable.END;
    int base = 3;
    for (int i = 0; i < 28; i++) {
      int extra = i < 8 ? 0 : (i >> 2) - 1;
      meanings[END_OF_BLOCK + 1 + i] = base << 16 | extra;
      base += 1 << extra;
    }
    meanings[285] = 258 << 16;
    meanings[286] = InflateTable.SPECIAL;
    meanings[287] = InflateTable.SPECIAL;
    return meanings;
  }

  private static int[] distanceMeanings() {
    int[] meanings = new int[DISTANCES];
    int base = 1;
    for (int i = 0; i < LARGEST_DISTANCES; i++) {
      int extra = i < 4 ? 0 : (i >> 1) - 1;
      meanings[i] = base << 16 | extra;
      base += 1 << extra;
    }
    meanings[30] = InflateTable.SPECIAL;
    meanings[31] = InflateTable.SPECIAL;
    return meanings;
  }

  private static int[] lengthMeanings() {
    int[] meanings = new int[LENGTH_ORDER.length];
    for (int i = 0; i < meanings.length; i++) {
      meanings[i] = i << 16;
    }
    return meanings;
  }

  /** The codes of blocks that bring none. */
  private static final class Fixed {
    static final InflateTable LITERALS = literalTable();
    static final InflateTable DISTANCES = distanceTable();

    static {
      byte[] lengths = new byte[InflateCodes.LITERALS + InflateCodes.DISTANCES];
      Arrays.fill(lengths, 0, 144, (byte) 8);
      Arrays.fill(lengths, 144, 256, (byte) 9);
      Arrays.fill(lengths, 256, 280, (byte) 7);
      Arrays.fill(lengths, 280, 288, (byte) 8);
      Arrays.fill(lengths, 288, 320, (byte) 5);
      if (!LITERALS.build(lengths, 0, InflateCodes.LITERALS)
          || !DISTANCES.build(lengths, InflateCodes.LITERALS, InflateCodes.DISTANCES)) {
        throw new AssertionError("the fixed codes are no codes");
      }
    }
  }
}
