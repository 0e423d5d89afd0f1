package dev.lamina.internal.compress;

import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * What was decoded last of a frame: as far back as its matches reach, and the newest block.
 *
 * <p>The array is written round and round. When the next block might not fit behind the last one,
 * it goes to the front, and the bytes before {@code wrapped} that are not yet written over are the
 * older part of the window. The array grows as bytes come, never by what a header claims.
 */
final class ZstdWindow {
  /** The bytes that a copy may write after its end. */
  private static final int ROOM = 64;

  private final ZstdSource source;
  private byte[] bytes = new byte[0];
  private int position;
  private int wrapped;
  private int blockStart;
  private int blockEnd;
  private long size;
  private int windowSize;
  private int blockLimit;

  ZstdWindow(ZstdSource source) {
    this.source = source;
  }

  /** Begins a frame. */
  void reset(int frameWindowSize, int frameBlockLimit) {
    windowSize = frameWindowSize;
    blockLimit = frameBlockLimit;
    position = 0;
    wrapped = 0;
    blockStart = 0;
    size = 0;
  }

  /** Begins a block, whose bytes take the place of the oldest ones. */
  void startBlock() {
    if (bytes.length - position < blockLimit + ROOM) {
      makeRoom();
    }
    blockStart = position;
    blockEnd = position + blockLimit;
  }

  private void makeRoom() {
    // With this length, a match from the very end of the window is read before it is written over.
    int full = windowSize + blockLimit + 2 * ROOM;
    if (bytes.length < full) {
      int needed = position + blockLimit + ROOM;
      bytes = Arrays.copyOf(bytes, (int) Math.min(full, Math.max(2L * bytes.length, needed)));
    }
    if (bytes.length - position < blockLimit + ROOM) {
      wrapped = position;
      position = 0;
    }
  }

  /** Ends a block. */
  void endBlock() {
    size += position - blockStart;
  }

  /** Returns the array in which the newest block lies. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the first byte of the newest block. */
  int blockStart() {
    return blockStart;
  }

  /** Returns the index after the last byte of the newest block. */
  int position() {
    return position;
  }

  /** Returns the number of bytes of the frame up to the end of the newest block. */
  long size() {
    return size;
  }

  void append(byte[] from, int index, int count) throws ZipException {
    checkRoom(count);
    System.arraycopy(from, index, bytes, position, count);
    position += count;
  }

  void fill(byte value, int count) throws ZipException {
    checkRoom(count);
    Arrays.fill(bytes, position, position + count, value);
    position += count;
  }

  private void checkRoom(int count) throws ZipException {
    if (count > blockEnd - position) {
      throw tooLarge();
    }
  }

  private ZipException tooLarge() {
    return source.corrupt("block larger than its frame allows", source.position());
  }

  /** Writes a block of literals and matches. */
  void appendSequences(ZstdLiterals literals, ZstdSequences sequences) throws ZipException {
    int literal = literals.from();
    for (int count = sequences.next(); count > 0; count = sequences.next()) {
      literal = execute(sequences, count, literals, literal);
    }
    append(literals.bytes(), literal, literals.to() - literal);
  }

  private int execute(ZstdSequences sequences, int count, ZstdLiterals literals, int firstLiteral)
      throws ZipException {
    int[] literalLengths = sequences.literals();
    int[] matchLengths = sequences.matches();
    int[] distances = sequences.distances();
    byte[] literalBytes = literals.bytes();
    int lastLiteral = literals.to();
    byte[] out = bytes;
    int literal = firstLiteral;
    int at = position;
    for (int i = 0; i < count; i++) {
      int literalLength = literalLengths[i];
      int matchLength = matchLengths[i];
      int distance = distances[i];
      if (literalLength > lastLiteral - literal) {
        throw source.corrupt("sequence without its literals", source.position());
      }
      if (literalLength + matchLength > blockEnd - at) {
        throw tooLarge();
      }
      ZstdWords.copy16(literalBytes, literal, out, at);
      if (literalLength > 16) {
        System.arraycopy(literalBytes, literal + 16, out, at + 16, literalLength - 16);
      }
      literal += literalLength;
      at += literalLength;
      if (distance <= at) {
        copyMatch(out, at, distance, matchLength);
      } else {
        copyOldMatch(at, distance, matchLength);
      }
      at += matchLength;
    }
    position = at;
    return literal;
  }

  /** Copies a match that begins before the place where the array was written to its end. */
  private void copyOldMatch(int at, int distance, int length) throws ZipException {
    int before = distance - at;
    if (before > wrapped) {
      throw source.corrupt("match from before its frame", source.position());
    }
    int old = Math.min(before, length);
    System.arraycopy(bytes, wrapped - before, bytes, at, old);
    if (length > old) {
      copyMatch(bytes, at + old, distance, length - old);
    }
  }

  private static void copyMatch(byte[] out, int at, int distance, int length) {
    int from = at - distance;
    if (distance >= 16) {
      ZstdWords.copy16(out, from, out, at);
      if (length > 16) {
        copyLong(out, from, at, length);
      }
    } else if (distance >= 8) {
      copyWords(out, from, at, at + length);
    } else {
      copyPattern(out, from, at, length);
    }
  }

  private static void copyLong(byte[] out, int from, int at, int length) {
    if (length > 64 && at - from >= length) {
      System.arraycopy(out, from + 16, out, at + 16, length - 16);
      return;
    }
    for (int i = 16; i < length; i += 16) {
      ZstdWords.copy16(out, from + i, out, at + i);
    }
  }

  private static void copyWords(byte[] out, int from, int at, int end) {
    int source = from;
    for (int to = at; to < end; to += 8) {
      ZstdWords.copy8(out, source, out, to);
      source += 8;
    }
  }

  /** Copies a match that overlaps within a word: what repeats is first written some times over. */
  private static void copyPattern(byte[] out, int from, int at, int length) {
    int distance = at - from;
    if (distance == 1) {
      Arrays.fill(out, at, at + length, out[from]);
      return;
    }
    int step = distance * ((7 + distance) / distance);
    for (int i = 0; i < step - distance; i++) {
      out[at + i] = out[from + i];
    }
    copyWords(out, from, at + step - distance, at + length);
  }
}
