package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/**
 * A bit stream that is read from its end: places in it, and words with the bits that come next, the
 * first of them highest.
 *
 * <p>A place is the number of bits of the array that precede it. The lowest bit of a word is set
 * when it is loaded, so that the zeros below it count the bits that were taken, that is, shifted
 * out. A word that is loaded near the start of a stream has bits from before it, therefore a reader
 * compares its place with the start in the end.
 */
final class ZstdBackward {
  /** The bits that may be taken from any word before the next is loaded. */
  static final int WORD = 56;

  private ZstdBackward() {}

  /** Returns the place where a stream's bits are read from, before the bit that marks its end. */
  static int start(ZstdSource source, int from, int end) throws ZipException {
    int last = end > from ? source.bytes()[end - 1] & 0xff : 0;
    if (last == 0) {
      throw source.corrupt("bit stream without its end mark", end);
    }
    return 8 * end - (Integer.numberOfLeadingZeros(last) - 23);
  }

  /** Returns the index of the word for a place. */
  static int index(int place) {
    return (place - 57) >> 3;
  }

  /** Returns the word for a place. */
  static long load(byte[] bytes, int place) {
    return (ZstdWords.longAt(bytes, index(place)) | 1) << (-place & 7);
  }

  /** Returns the next bits of a word, 0 to 32, without taking them. */
  static int peek(long word, int count) {
    return (int) ((word >>> 1) >>> ~count);
  }

  /** Returns the number of bits that were taken from the word at an index. */
  static int taken(long word) {
    return Long.numberOfTrailingZeros(word);
  }

  /** Returns the place that a word at an index has come to. */
  static int place(int index, long word) {
    return 8 * (index + 8) - taken(word);
  }
}
