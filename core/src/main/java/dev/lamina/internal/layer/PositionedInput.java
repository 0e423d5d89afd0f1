package dev.lamina.internal.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Bytes that can be read at any position, one after the other; closing it closes nothing. */
final class PositionedInput extends InputStream {
  private final Source source;
  private long position;

  /** Where the bytes are. */
  @FunctionalInterface
  interface Source {
    /**
     * Reads bytes, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does.
     *
     * @return how many bytes were read; -1 at or after the end
     */
    int read(long position, ByteBuffer target) throws IOException;
  }

  PositionedInput(Source source) {
    this.source = source;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = source.read(position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(0, count);
    return count;
  }
}
