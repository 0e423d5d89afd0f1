package dev.lamina.internal.compress;

import java.io.IOException;
import java.util.zip.ZipException;

/**
 * What a frame says of itself before its blocks (RFC 8878, 3.1.1.1).
 *
 * @param windowSize how far back its matches reach, at most the reader's limit
 * @param sized whether the frame tells the size of its content
 * @param contentSize the size of its content, unsigned, if it tells
 * @param checksum whether a checksum follows its last block
 */
record ZstdFrameHeader(int windowSize, boolean sized, long contentSize, boolean checksum) {
  private static final int LARGEST_BLOCK = 1 << 17;

  /** Takes the header that follows a magic number. */
  static ZstdFrameHeader take(ZstdSource source, int windowLimit) throws IOException {
    long offset = source.offset() - 4;
    int descriptor = (int) source.take(1);
    if ((descriptor & 8) != 0) {
      throw source.corrupt("reserved bit of a frame header is set", source.position() - 1);
    }
    boolean single = (descriptor & 32) != 0;
    long window = single ? 0 : windowSize((int) source.take(1));
    long dictionary = source.take((1 << (descriptor & 3)) >> 1);
    if (dictionary != 0) {
      throw new ZipException(
          String.format(
              "zstd frame at byte %s needs dictionary %s: dictionaries are not supported",
              offset, dictionary));
    }
    int sizeBytes = sizeBytes(descriptor >>> 6, single);
    long contentSize = source.take(sizeBytes) + (sizeBytes == 2 ? 256 : 0);
    if (single) {
      window = contentSize;
    }
    if (Long.compareUnsigned(window, windowLimit) > 0) {
      throw new ZipException(
          String.format(
              "zstd frame at byte %s needs a window of %s bytes, above the limit of %s; "
                  + "raise it with Limits.zstdWindowBytes",
              offset, Long.toUnsignedString(window), windowLimit));
    }
    return new ZstdFrameHeader((int) window, sizeBytes > 0, contentSize, (descriptor & 4) != 0);
  }

  /** Returns the most that a block of the frame may decode to, or take up. */
  int blockLimit() {
    return Math.min(windowSize, LARGEST_BLOCK);
  }

  private static long windowSize(int descriptor) {
    long base = 1L << (10 + (descriptor >>> 3));
    return base + (base >>> 3) * (descriptor & 7);
  }

  private static int sizeBytes(int flag, boolean single) {
    return flag == 0 ? (single ? 1 : 0) : 1 << flag;
  }
}
