package dev.lamina.internal.compress;

import java.util.Arrays;

/** Copies what repeats within an array. The last word may go a few bytes beyond the copy's end. */
final class ZstdMatches {
  private static final int WORTH_A_CALL = 64;

  private ZstdMatches() {}

  /** Copies bytes from a distance, which may be less than their number. */
  static void copy(byte[] out, int at, int distance, int length) {
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
    if (length > WORTH_A_CALL && at - from >= length) {
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

  /** Copies from within a word: what repeats is first written until it is a word long. */
  private static void copyPattern(byte[] out, int from, int at, int length) {
    int distance = at - from;
    if (distance == 1) {
      Arrays.fill(out, at, at + length, out[from]);
      return;
    }
    int longer = distance * ((7 + distance) / distance);
    int first = at + longer - distance;
    for (int to = at; to < first; to++) {
      out[to] = out[to - distance];
    }
    copyWords(out, from, first, at + length);
  }
}
