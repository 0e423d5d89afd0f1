package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/**
 * The sequences of a block (RFC 8878, 3.1.1.3.2): how many literals, then how long a match, from
 * how far back. They are decoded in batches that fit the nearest cache.
 */
final class ZstdSequences {
  /** The most sequences of a batch. */
  static final int BATCH = 512;

  /** The bits that may be taken of a word for numbers, so that its states can be taken as well. */
  private static final int SPARE_BITS = 55 - (9 + 9 + 8);

  private final ZstdSource source;
  private final int[] literals = new int[BATCH];
  private final int[] matches = new int[BATCH];
  private final int[] distances = new int[BATCH];
  private final ZstdSequenceTable literalTable;
  private final ZstdSequenceTable distanceTable;
  private final ZstdSequenceTable matchTable;

  private int windowSize;
  private int repeat1;
  private int repeat2;
  private int repeat3;

  private int start;
  private int left;
  private int index;
  private long word;
  private long literalEntry;
  private long distanceEntry;
  private long matchEntry;

  ZstdSequences(ZstdSource source) {
    this.source = source;
    ZstdFseTable fse = new ZstdFseTable();
    literalTable = new ZstdSequenceTable(ZstdSequenceCode.LITERAL_LENGTH, fse);
    distanceTable = new ZstdSequenceTable(ZstdSequenceCode.OFFSET, fse);
    matchTable = new ZstdSequenceTable(ZstdSequenceCode.MATCH_LENGTH, fse);
  }

  /** Begins a frame. */
  void reset(int frameWindowSize) {
    windowSize = frameWindowSize;
    repeat1 = 1;
    repeat2 = 4;
    repeat3 = 8;
    literalTable.clear();
    distanceTable.clear();
    matchTable.clear();
  }

  /** Returns how many literals precede the match, of each sequence of the batch. */
  int[] literals() {
    return literals;
  }

  /** Returns the length of the match of each sequence of the batch. */
  int[] matches() {
    return matches;
  }

  /** Returns how far back the match lies, of each sequence of the batch. */
  int[] distances() {
    return distances;
  }

  /** Begins the section that ends a block. */
  void open(int from, int to) throws ZipException {
    int at = from + countBytes(from, to);
    left = count(from, at - from);
    if (left == 0) {
      if (at != to) {
        throw source.corrupt("block goes on after its literals", at);
      }
      return;
    }
    int modes = at < to ? source.bytes()[at] & 0xff : 3;
    if ((modes & 3) != 0) {
      throw source.corrupt("reserved bits of a sequences header", at);
    }
    at = literalTable.read(modes >>> 6, source, at + 1, to);
    at = distanceTable.read(modes >>> 4 & 3, source, at, to);
    at = matchTable.read(modes >>> 2 & 3, source, at, to);
    begin(at, to);
  }

  private int countBytes(int from, int to) throws ZipException {
    int head = from < to ? source.bytes()[from] & 0xff : 255;
    int length = head < 128 ? 1 : head < 255 ? 2 : 3;
    if (from + length > to) {
      throw source.corrupt("missing sequences", from);
    }
    return length;
  }

  private int count(int from, int length) {
    byte[] bytes = source.bytes();
    int head = bytes[from] & 0xff;
    return switch (length) {
      case 1 -> head;
      case 2 -> ((head - 128) << 8) + (bytes[from + 1] & 0xff);
      default -> ZstdWords.shortAt(bytes, from + 1) + 0x7F00;
    };
  }

  private void begin(int from, int to) throws ZipException {
    start = from;
    index = ZstdBackward.start(to);
    word = ZstdBackward.first(source, from, to);
    literalEntry = first(literalTable);
    distanceEntry = first(distanceTable);
    matchEntry = first(matchTable);
    reload();
  }

  private long first(ZstdSequenceTable table) {
    int state = ZstdBackward.peek(word, table.log());
    word <<= table.log();
    return table.entries()[state];
  }

  private void reload() throws ZipException {
    int taken = ZstdBackward.taken(word);
    index = step(index, taken);
    word = ZstdBackward.load(source.bytes(), index, taken);
  }

  /** Returns the index of the next word; at most one word before the stream, never farther. */
  private int step(int at, int taken) throws ZipException {
    int next = at - (taken >>> 3);
    if (next < start - 8) {
      throw source.corrupt("sequences end early", start);
    }
    return next;
  }

  /** Decodes the next sequences and returns how many: none at the end of the block. */
  int next() throws ZipException {
    int count = Math.min(left, BATCH);
    if (count == 0) {
      return 0;
    }
    left -= count;
    decode(count);
    if (left == 0 && ZstdBackward.left(start, index, word) != 0) {
      throw source.corrupt("sequences have the wrong length", start);
    }
    return count;
  }

  private void decode(int count) throws ZipException {
    byte[] bytes = source.bytes();
    long[] literalEntries = literalTable.entries();
    long[] distanceEntries = distanceTable.entries();
    long[] matchEntries = matchTable.entries();
    long bits = word;
    int at = index;
    int recent1 = repeat1;
    int recent2 = repeat2;
    int recent3 = repeat3;
    long literal = literalEntry;
    long offset = distanceEntry;
    long match = matchEntry;
    int last = left == 0 ? count - 1 : count;
    for (int i = 0; i < count; i++) {
      int distanceBits = ZstdSequenceTable.extraBits(offset);
      int matchBits = ZstdSequenceTable.extraBits(match);
      int literalBits = ZstdSequenceTable.extraBits(literal);
      int distance = ZstdSequenceTable.base(offset) + ZstdBackward.peek(bits, distanceBits);
      bits <<= distanceBits;
      if (distanceBits > 1) {
        recent3 = recent2;
        recent2 = recent1;
      } else {
        // The codes of recent distances count from the second when no literals precede.
        int which = distance + distanceBits + (ZstdSequenceTable.base(literal) == 0 ? 1 : 0);
        if (which == 0) {
          distance = recent1;
        } else {
          distance = which == 1 ? recent2 : which == 2 ? recent3 : recent1 - 1;
          recent3 = which == 1 ? recent3 : recent2;
          recent2 = recent1;
        }
      }
      recent1 = distance;
      if (distance <= 0 || distance > windowSize) {
        throw source.corrupt("match from outside of the window", start);
      }
      distances[i] = distance;
      if (distanceBits + matchBits + literalBits > SPARE_BITS) {
        int taken = ZstdBackward.taken(bits);
        at = step(at, taken);
        bits = ZstdBackward.load(bytes, at, taken);
      }
      matches[i] = ZstdSequenceTable.base(match) + ZstdBackward.peek(bits, matchBits);
      bits <<= matchBits;
      literals[i] = ZstdSequenceTable.base(literal) + ZstdBackward.peek(bits, literalBits);
      bits <<= literalBits;
      if (matchBits + literalBits > SPARE_BITS) {
        int taken = ZstdBackward.taken(bits);
        at = step(at, taken);
        bits = ZstdBackward.load(bytes, at, taken);
      }
      if (i == last) {
        break;
      }
      int nextBits = ZstdSequenceTable.nextBits(literal);
      int next = ZstdSequenceTable.nextBase(literal) + ZstdBackward.peek(bits, nextBits);
      literal = literalEntries[next];
      bits <<= nextBits;
      nextBits = ZstdSequenceTable.nextBits(match);
      next = ZstdSequenceTable.nextBase(match) + ZstdBackward.peek(bits, nextBits);
      match = matchEntries[next];
      bits <<= nextBits;
      nextBits = ZstdSequenceTable.nextBits(offset);
      next = ZstdSequenceTable.nextBase(offset) + ZstdBackward.peek(bits, nextBits);
      offset = distanceEntries[next];
      bits <<= nextBits;
      int taken = ZstdBackward.taken(bits);
      at = step(at, taken);
      bits = ZstdBackward.load(bytes, at, taken);
    }
    word = bits;
    index = at;
    literalEntry = literal;
    distanceEntry = offset;
    matchEntry = match;
    repeat1 = recent1;
    repeat2 = recent2;
    repeat3 = recent3;
  }
}
