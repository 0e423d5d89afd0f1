package dev.lamina.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What follows the last good step of a log: what a killed process or a power failure leaves, or
 * damage.
 */
final class UpperLogTail {
  private static final int MAX_READ = 1 << 26;
  private static final int BLOCK = 512;

  private final ByteBuffer bytes;
  private final int misalignment;

  private UpperLogTail(ByteBuffer bytes, int misalignment) {
    this.bytes = bytes;
    this.misalignment = misalignment;
  }

  static UpperLogTail read(ChangesFile file, long start, long end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_READ, end - start));
    while (bytes.hasRemaining()) {
      if (file.read(bytes, start + bytes.position()) < 0) {
        break;
      }
    }
    return new UpperLogTail(bytes.flip(), (int) (start % BLOCK));
  }

  /**
   * Returns whether nothing is lost that has been forced. A step that was torn has no good one
   * behind it; a power failure may keep a later page and lose an earlier one, which then is zeros.
   */
  boolean isTorn() {
    int zeros = -1;
    for (int at = 0; at < bytes.limit(); at++) {
      if (isZeroBlock(at)) {
        zeros = at;
      } else if (UpperFrame.isGood(bytes, at)) {
        if (zeros < 0 || isForced(at)) {
          return false;
        }
        at += UpperFrame.HEADER + bytes.getInt(at) - 1;
      }
    }
    return true;
  }

  private boolean isForced(int at) {
    return bytes.get(at + UpperFrame.HEADER) == UpperRecordKind.FORCED.code();
  }

  /**
   * Of the block that the last good step ends in, the rest will do, if a frame's header would be in
   * it: that is never zero.
   */
  private boolean isZeroBlock(int at) {
    int inBlock = (at + misalignment) % BLOCK;
    int end = at + BLOCK - inBlock;
    boolean isRest = at == 0 && end - at >= UpperFrame.HEADER;
    if ((inBlock != 0 && !isRest) || end > bytes.limit()) {
      return false;
    }
    for (int i = at; i < end; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
