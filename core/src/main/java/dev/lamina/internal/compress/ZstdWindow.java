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
  private int size;
  private int blockSize;
  private long total;

  ZstdWindow(ZstdSource source) {
    this.source = source;
  }

  /** Begins a frame, with how far back its matches reach and how large its blocks are at most. */
  void reset(int windowSize, int largestBlock) {
    size = windowSize;
    blockSize = largestBlock;
    position = 0;
    wrapped = 0;
    blockStart = 0;
    total = 0;
  }

  /** Begins a block, whose bytes take the place of the oldest ones. */
  void startBlock() {
    if (bytes.length - position < blockSize + ROOM) {
      makeRoom();
    }
    blockStart = position;
  }

  private void makeRoom() {
    // With this length, a match from the very end of the window is read before it is written over.
    int full = size + blockSize + 2 * ROOM;
    if (bytes.length < full) {
      int needed = position + blockSize + ROOM;
      bytes = Arrays.copyOf(bytes, (int) Math.min(full, Math.max(2L * bytes.length, needed)));
    }
    if (bytes.length - position < blockSize + ROOM) {
      wrapped = position;
      position = 0;
    }
  }

  /** Ends a block. */
  void endBlock() {
    total += position - blockStart;
  }

  /** Returns the array in which the newest block lies. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the index of the first byte of the newest block. */
  int blockStart() {
    return blockStart;
  }

  /** Returns the index up to which the newest block may go. */
  int blockLimit() {
    return blockStart + blockSize;
  }

  /** Returns the index after the last byte. */
  int position() {
    return position;
  }

  /** Returns how far back matches reach. */
  int size() {
    return size;
  }

  /** Returns the number of bytes in the frame's blocks that have ended. */
  long total() {
    return total;
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

  /** Takes in what was written into the array directly. */
  void advance(int index) {
    position = index;
  }

  private void checkRoom(int count) throws ZipException {
    if (count > blockLimit() - position) {
      throw source.corrupt("block larger than its frame allows", source.position());
    }
  }

  /** Copies a match that begins in the older part of the window. */
  void copyOld(int at, int distance, int length) throws ZipException {
    int before = distance - at;
    if (before > wrapped) {
      throw source.corrupt("match from before its frame", source.position());
    }
    int old = Math.min(before, length);
    System.arraycopy(bytes, wrapped - before, bytes, at, old);
    if (length > old) {
      ZstdMatches.copy(bytes, at + old, distance, length - old);
    }
  }
}
