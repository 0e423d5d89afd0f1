package dev.lamina.internal.layer;

import dev.lamina.internal.io.Fully;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The unpacked tar of a layer, read at any position. Safe for use by several threads. */
public interface LayerBytes extends Closeable {
  /** How much is read at once when bytes are written to a file. */
  int TRANSFER_BYTES = 64 * 1024;

  /**
   * Reads bytes of the unpacked tar into the buffer.
   *
   * @return how many bytes were read, at least one if the buffer has room; -1 at the end of the tar
   * @throws IOException if the layer cannot be read
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Writes bytes of the unpacked tar to a file, at its position, which moves on.
   *
   * @throws EOFException if the tar ends before that
   * @throws IOException if the layer cannot be read, or the file not be written
   */
  default void transferTo(long position, long count, FileChannel target) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, TRANSFER_BYTES));
    long left = count;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, buffer.capacity()));
      if (read(position + count - left, buffer) <= 0) {
        throw new EOFException("layer ends at byte " + (position + count - left) + " of its tar");
      }
      left -= buffer.flip().remaining();
      Fully.write(target, buffer);
    }
  }

  /** Returns whether each read must begin where the one before has ended, or later. */
  default boolean isSequential() {
    return false;
  }

  /** Lets go of the layer. Closing once more does nothing. */
  @Override
  void close() throws IOException;
}
