package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Reads {@link PackedBytes} one after the other. */
final class PackedStream extends InputStream {
  private final PackedBytes packed;
  private long position;

  PackedStream(PackedBytes packed, long position) {
    this.packed = packed;
    this.position = position;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = packed.read(ByteBuffer.wrap(target, offset, length), position);
    position += Math.max(count, 0);
    return count;
  }
}
