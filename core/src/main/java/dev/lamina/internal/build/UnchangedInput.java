package dev.lamina.internal.build;

import dev.lamina.spi.ByteNames;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a file that must have the length it had when it was looked at. */
final class UnchangedInput extends FilterInputStream {
  private final String name;
  private final long size;
  private long read;

  /**
   * Makes an input.
   *
   * @param name what the file is called in messages
   */
  UnchangedInput(InputStream in, String name, long size) {
    super(in);
    this.name = name;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    read += Math.max(count, 0);
    if (count < 0 ? read < size : read > size) {
      throw new IOException(
          "%s changed while it was copied: it had %s bytes, and now has %s"
              .formatted(ByteNames.escape(name), size, count < 0 ? "" + read : "more"));
    }
    return count;
  }
}
