package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/**
 * The sequences of a block (RFC 8878, 3.1.1.3.2): how many literals, then how long a match, from
 * how far back.
 */
final class ZstdSequences {
  /** The numbers' bits that may be taken of a word, so that the next states' come from it too. */
  private static final int SPARE_BITS = ZstdBackward.WORD - (9 + 9 + 8);

  private final ZstdSource source;
  private final ZstdSequenceTable literalTable;
  private final ZstdSequenceTable distanceTable;
  private final ZstdSequenceTable matchTable;

  private int recent1;
  private int recent2;
  private int recent3;

  private int count;
  private int start;
  private int place;

  ZstdSequences(ZstdSource source) {
    this.source = source;
    ZstdFseTable fse = new ZstdFseTable();
    literalTable = new ZstdSequenceTable(ZstdSequenceCode.LITERAL_LENGTH, fse);
    distanceTable = new ZstdSequenceTable(ZstdSequenceCode.OFFSET, fse);
    matchTable = new ZstdSequenceTable(ZstdSequenceCode.MATCH_LENGTH, fse);
  }

  /** Begins a frame. */
  void reset() {
    recent1 = 1;
    recent2 = 4;
    recent3 = 8;
    literalTable.clear();
    distanceTable.clear();
    matchTable.clear();
  }

  /** Begins the section that ends a block. */
  void open(int from, int to) throws ZipException {
    int head = from < to ? source.bytes()[from] & 0xff : 255;
    int length = head < 128 ? 1 : head < 255 ? 2 : 3;
    int at = from + length;
    if (at > to) {
      throw source.corrupt("missing sequences", from);
    }
    count = count(head, from, length);
    if (count > 0) {
      openTables(at, to);
    } else if (at != to) {
      throw source.corrupt("block goes on after its literals", at);
    }
  }

  private int count(int head, int from, int length) {
    return switch (length) {
      case 1 -> head;
      case 2 -> ((head - 128) << 8) + (source.bytes()[from + 1] & 0xff);
      default -> ZstdWords.shortAt(source.bytes(), from + 1) + 0x7F00;
    };
  }

  private void openTables(int from, int to) throws ZipException {
    int modes = from < to ? source.bytes()[from] & 0xff : 3;
    if ((modes & 3) != 0) {
      throw source.corrupt("reserved bits of sequences are set", from);
    }
    int at = literalTable.read(modes >>> 6, source, from + 1, to);
    at = distanceTable.read(modes >>> 4 & 3, source, at, to);
    start = matchTable.read(modes >>> 2 & 3, source, at, to);
    place = ZstdBackward.start(source, start, to);
  }

  /**
   * Writes the matches and the literals before them.
   *
   * @return the index after the last literal
   */
  int execute(ZstdWindow window, ZstdLiterals literals) throws ZipException {
    if (count == 0) {
      return literals.from();
    }
    byte[] bytes = source.bytes();
    byte[] out = window.bytes();
    int to = window.position();
    int toLimit = window.blockLimit();
    byte[] literalBytes = literals.bytes();
    int literalAt = literals.from();
    int literalLimit = literals.to();
    int windowSize = window.size();
    long[] literalEntries = literalTable.entries();
    long[] distanceEntries = distanceTable.entries();
    long[] matchEntries = matchTable.entries();
    long literal = literalEntries[first(literalTable)];
    long offset = distanceEntries[first(distanceTable)];
    long match = matchEntries[first(matchTable)];
    int at = place;
    int first = 8 * start;
    for (int left = count; left > 0; left--) {
      if (at < first) {
        throw source.corrupt("sequences end early", start);
      }
      long word = ZstdBackward.load(bytes, at);
      int sizes = (int) (literal + offset + match);
      int extraBits = sizes >>> 8 & 0xff;
      int distanceBits = ZstdSequenceTable.extraBits(offset);
      int distance = ZstdSequenceTable.base(offset) + ZstdBackward.peek(word, distanceBits);
      int literalLength = ZstdSequenceTable.base(literal);
      int matchLength = ZstdSequenceTable.base(match);
      if (distanceBits > 1) {
        recent3 = recent2;
        recent2 = recent1;
        recent1 = distance;
      } else {
        // The codes of recent distances count from the second when no literals precede.
        distance = recent(distance + distanceBits + (literalLength == 0 ? 1 : 0));
      }
      if (extraBits != distanceBits) {
        long rest = ZstdBackward.load(bytes, at - distanceBits);
        int matchBits = ZstdSequenceTable.extraBits(match);
        matchLength += ZstdBackward.peek(rest, matchBits);
        literalLength += ZstdBackward.peek(rest << matchBits, extraBits - distanceBits - matchBits);
      }
      at -= extraBits;
      if (left > 1) {
        word = extraBits > SPARE_BITS ? ZstdBackward.load(bytes, at) : word << extraBits;
        at -= sizes & 0xff;
        int bits = ZstdSequenceTable.nextBits(literal);
        literal = literalEntries[ZstdSequenceTable.next(literal, word)];
        word <<= bits;
        bits = ZstdSequenceTable.nextBits(match);
        match = matchEntries[ZstdSequenceTable.next(match, word)];
        word <<= bits;
        offset = distanceEntries[ZstdSequenceTable.next(offset, word)];
      }
      if (literalLength > literalLimit - literalAt) {
        throw source.corrupt("sequence without its literals", start);
      }
      if (literalLength + matchLength > toLimit - to) {
        throw source.corrupt("block larger than its frame allows", start);
      }
      ZstdWords.copy16(literalBytes, literalAt, out, to);
      if (literalLength > 16) {
        System.arraycopy(literalBytes, literalAt + 16, out, to + 16, literalLength - 16);
      }
      literalAt += literalLength;
      to += literalLength;
      if (distance <= 0 || distance > windowSize) {
        throw source.corrupt("match from outside of the window", start);
      }
      if (distance <= to) {
        ZstdMatches.copy(out, to, distance, matchLength);
      } else {
        window.copyOld(to, distance, matchLength);
      }
      to += matchLength;
    }
    if (at != first) {
      throw source.corrupt("sequences have the wrong length", start);
    }
    window.advance(to);
    return literalAt;
  }

  private int first(ZstdSequenceTable table) throws ZipException {
    int state = ZstdBackward.peek(ZstdBackward.load(source.bytes(), place), table.log());
    place -= table.log();
    if (place < 8 * start) {
      throw source.corrupt("sequences end early", start);
    }
    return state;
  }

  /** Returns a recent distance, which becomes the most recent. */
  private int recent(int which) {
    if (which == 0) {
      return recent1;
    }
    int distance = which == 1 ? recent2 : which == 2 ? recent3 : recent1 - 1;
    if (which > 1) {
      recent3 = recent2;
    }
    recent2 = recent1;
    recent1 = distance;
    return distance;
  }
}
