package dev.lamina.internal.compress;

import java.nio.ByteBuffer;

/**
 * A place in a packed stream where unpacking can begin.
 *
 * @param bitPosition the place in the packed bytes, in bits
 * @param offset the place in the unpacked bytes
 * @param window the unpacked bytes before it that are needed, at most 32 KiB, from the first; such
 *     as are not needed may be 0; read-only
 */
public record Checkpoint(long bitPosition, long offset, ByteBuffer window) {
  /** Returns the place in the packed bytes of the byte that has the first bit. */
  public long bytePosition() {
    return bitPosition >>> 3;
  }
}
