package dev.lamina.internal.compress;

/** What the codes of one of the three numbers of sequences stand for (RFC 8878, 3.1.1.3.2). */
final class ZstdSequenceCode {
  private static final int OFFSET_CODES = 32;

  static final ZstdSequenceCode LITERAL_LENGTH =
      new ZstdSequenceCode(
          9,
          new int[] {
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40,
            48, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
          },
          new int[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9,
            10, 11, 12, 13, 14, 15, 16
          },
          6,
          new short[] {
            4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1,
            1, 1, 1, -1, -1, -1, -1
          });

  static final ZstdSequenceCode OFFSET =
      new ZstdSequenceCode(
          8,
          offsetBases(),
          offsetBits(),
          5,
          new short[] {
            1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1,
            -1
          });

  static final ZstdSequenceCode MATCH_LENGTH =
      new ZstdSequenceCode(
          9,
          new int[] {
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
            27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259,
            515, 1027, 2051, 4099, 8195, 16387, 32771, 65539
          },
          new int[] {
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
          },
          6,
          new short[] {
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
          });

  private final int largestLog;
  private final int[] bases;
  private final int[] extraBits;
  private final int predefinedLog;
  private final short[] predefined;

  private ZstdSequenceCode(
      int largestLog, int[] bases, int[] extraBits, int predefinedLog, short[] predefined) {
    this.largestLog = largestLog;
    this.bases = bases;
    this.extraBits = extraBits;
    this.predefinedLog = predefinedLog;
    this.predefined = predefined;
  }

  /** Returns the most bits that a state of its tables may have. */
  int largestLog() {
    return largestLog;
  }

  int largestSymbol() {
    return bases.length - 1;
  }

  /** Returns the number that a code stands for when its extra bits are zeros. */
  int base(int symbol) {
    return bases[symbol];
  }

  int extraBits(int symbol) {
    return extraBits[symbol];
  }

  /** Returns how the table that is used when a block brings none shares its states. */
  short[] predefinedShares() {
    return predefined;
  }

  /** Returns the number of bits of a state of that table. */
  int predefinedLog() {
    return predefinedLog;
  }

  /** Makes the table that is used when a block brings none. */
  void buildPredefined(ZstdFseTable table) {
    table.build(predefined, predefinedLog);
  }

  /** Offsets from 4 on stand for a distance that is less by three; those below for repeats. */
  private static int[] offsetBases() {
    int[] bases = new int[OFFSET_CODES];
    for (int code = 2; code < bases.length; code++) {
      bases[code] = (1 << code) - 3;
    }
    return bases;
  }

  private static int[] offsetBits() {
    int[] bits = new int[OFFSET_CODES];
    for (int code = 0; code < bits.length; code++) {
      bits[code] = code;
    }
    return bits;
  }
}
