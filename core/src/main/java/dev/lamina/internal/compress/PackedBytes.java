package dev.lamina.internal.compress;

import dev.lamina.internal.io.PositionedInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Packed bytes that can be read at any position, by several threads at once. */
public interface PackedBytes {
  /**
   * Reads bytes at a position.
   *
   * @return how many bytes were read, at least one if the buffer has room; -1 at the end
   */
  int read(ByteBuffer target, long position) throws IOException;

  /** Returns how many bytes there are. */
  long size();

  /** Returns the bytes from a position to the end, as a stream that needs no closing. */
  default InputStream streamFrom(long position) {
    return new PositionedInput((at, target) -> read(target, at), position);
  }
}
