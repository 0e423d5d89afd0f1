package dev.lamina.vfs;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The good steps at the beginning of a log. */
final class UpperLogInput {
  private static final int BUFFER_SIZE = 1 << 16;

  private final DataInputStream in;
  private final long end;
  private long position;

  UpperLogInput(ChangesFile file, long start, long end) {
    this.in = new DataInputStream(new BufferedInputStream(new Bytes(file, start), BUFFER_SIZE));
    this.position = start;
    this.end = end;
  }

  /** Returns where the last good step ends. */
  long position() {
    return position;
  }

  /** Returns the records of the next step; null if there is no more good one. */
  byte @Nullable [] next() throws IOException {
    if (end - position < UpperFrame.HEADER) {
      return null;
    }
    int length = in.readInt();
    int checksum = in.readInt();
    if (!UpperFrame.isLength(length, end - position)) {
      return null;
    }
    byte[] records = new byte[length];
    in.readFully(records);
    if (UpperFrame.checksum(ByteBuffer.wrap(records)) != checksum) {
      return null;
    }
    position += UpperFrame.HEADER + length;
    return records;
  }

  /** The bytes of a file. */
  private static final class Bytes extends InputStream {
    private final ChangesFile file;
    private long at;

    Bytes(ChangesFile file, long at) {
      this.file = file;
      this.at = at;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = file.read(ByteBuffer.wrap(target, offset, length), at);
      at += Math.max(count, 0);
      return count;
    }
  }
}
