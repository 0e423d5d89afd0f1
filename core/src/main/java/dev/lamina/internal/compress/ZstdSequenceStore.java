package dev.lamina.internal.compress;

/**
 * What a block is taken apart to: literals, and sequences of some of them and a match. It keeps the
 * three distances that were used last, which are cheap to name.
 */
final class ZstdSequenceStore {
  /** The most sequences of a block. */
  static final int MOST = ZstdFramePacker.BLOCK / 4 + 1;

  private static final int ROOM = 32;

  final byte[] literals = new byte[ZstdFramePacker.BLOCK + ROOM];
  final int[] literalLengths = new int[MOST];
  final int[] matchLengths = new int[MOST];
  final int[] offsets = new int[MOST];
  private int literalCount;
  private int count;
  private int recent1;
  private int recent2;
  private int recent3;
  private int saved1;
  private int saved2;
  private int saved3;

  void startFrame() {
    recent1 = 1;
    recent2 = 4;
    recent3 = 8;
  }

  void startBlock() {
    literalCount = 0;
    count = 0;
    saved1 = recent1;
    saved2 = recent2;
    saved3 = recent3;
  }

  /** Forgets the block: it is stored as it is. */
  void dropBlock() {
    recent1 = saved1;
    recent2 = saved2;
    recent3 = saved3;
  }

  int literalCount() {
    return literalCount;
  }

  int count() {
    return count;
  }

  /** Returns the distance of the last match. */
  int recent() {
    return recent1;
  }

  int recent2() {
    return recent2;
  }

  /** Adds literals and the match that follows them. */
  void add(byte[] bytes, int from, int literalLength, int matchLength, int distance) {
    addLiterals(bytes, from, literalLength);
    literalLengths[count] = literalLength;
    matchLengths[count] = matchLength;
    offsets[count] = offset(distance, literalLength);
    count++;
  }

  /** Adds literals that no match follows. */
  void addLiterals(byte[] bytes, int from, int length) {
    System.arraycopy(bytes, from, literals, literalCount, length);
    literalCount += length;
  }

  /** Returns what stands for a distance: 1 to 3 for recent ones (RFC 8878, 3.1.1.5). */
  private int offset(int distance, int literalLength) {
    int shift = literalLength == 0 ? 1 : 0;
    int which;
    if (distance == recent1) {
      which = 1;
    } else if (distance == recent2) {
      which = 2;
    } else if (distance == recent3) {
      which = 3;
    } else {
      which = 0;
    }
    if (shift == 1 && distance == recent1 - 1 && which == 0) {
      which = 4;
    }
    if (which == 1 && shift == 1) {
      // It cannot be named: after a match without literals the most recent is not meant again.
      which = 0;
    }
    if (which != 1) {
      if (which != 2) {
        recent3 = recent2;
      }
      recent2 = recent1;
      recent1 = distance;
    }
    return which == 0 ? distance + 3 : which - shift;
  }
}
