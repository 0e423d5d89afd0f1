package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/**
 * A bit stream that is read from its end: a word of it, in a {@code long}, next bits highest.
 *
 * <p>The lowest bit of a word is always set when it is loaded, so that the zeros below it count the
 * bits taken since; at most 55 may be taken before the next load. A load near the start of a stream
 * has bytes that lie before it: {@link #left} tells in the end whether any of them were taken.
 */
final class ZstdBackward {
  private ZstdBackward() {}

  /** Returns the index of the first word to load, of a stream that ends before an index. */
  static int start(int end) {
    return end - 8;
  }

  /** Returns the first word of a stream, without the bits that only mark its end. */
  static long first(ZstdSource source, int from, int end) throws ZipException {
    int last = end > from ? source.bytes()[end - 1] & 0xff : 0;
    if (last == 0) {
      throw source.corrupt("bit stream without its end mark", end);
    }
    return (ZstdWords.longAt(source.bytes(), start(end)) | 1)
        << (Integer.numberOfLeadingZeros(last) - 23);
  }

  /** Returns the number of bits taken from a word. */
  static int taken(long word) {
    return Long.numberOfTrailingZeros(word);
  }

  /** Returns the word at an index, without the bits of its first byte that were taken. */
  static long load(byte[] bytes, int index, int taken) {
    return (ZstdWords.longAt(bytes, index) | 1) << (taken & 7);
  }

  /** Returns the next bits of a word, 0 to 32, which the caller then shifts out. */
  static int peek(long word, int count) {
    return (int) ((word >>> 1) >>> ~count);
  }

  /** Returns how many bits are left of a stream, below zero when more than all were taken. */
  static long left(int from, int index, long word) {
    return (index - from + 8) * 8L - taken(word);
  }
}
