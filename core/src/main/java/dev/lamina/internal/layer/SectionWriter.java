package dev.lamina.internal.layer;

import dev.lamina.internal.io.Fully;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Writes one section of an index file, front to back, and its checksum. */
final class SectionWriter {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private long position;

  SectionWriter(FileChannel channel, long position) {
    this.channel = channel;
    this.position = position;
  }

  void putInteger(int value) throws IOException {
    if (buffer.remaining() < Integer.BYTES) {
      flush();
    }
    buffer.putInt(value);
  }

  void put(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, offset + done, count);
      done += count;
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    crc.update(buffer.duplicate());
    position = Fully.write(channel, buffer, position);
    buffer.clear();
  }

  /** Writes what is left, and returns the checksum of the section. */
  int finish() throws IOException {
    flush();
    return (int) crc.getValue();
  }
}
