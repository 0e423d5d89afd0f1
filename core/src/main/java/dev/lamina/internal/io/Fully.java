package dev.lamina.internal.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Writes all bytes of a buffer: a channel may take fewer at a time. */
public final class Fully {
  private Fully() {}

  /** Writes them where the channel is. */
  public static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      int unused = channel.write(bytes);
    }
  }

  /**
   * Writes them at a position of a file; the channel stays where it is.
   *
   * @return the position after them
   */
  @CanIgnoreReturnValue
  public static long write(FileChannel channel, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
    return at;
  }
}
