package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Bytes that can be read at any position, one after the other; closing it closes nothing. */
public final class PositionedInput extends BulkInput {
  private final Source source;
  private long position;

  /** Where the bytes are. */
  @FunctionalInterface
  public interface Source {
    /**
     * Reads bytes, as {@link java.nio.channels.FileChannel#read(ByteBuffer, long)} does.
     *
     * @return how many bytes were read; -1 at or after the end
     */
    int read(long position, ByteBuffer target) throws IOException;
  }

  /** Reads from the beginning on. */
  public PositionedInput(Source source) {
    this(source, 0);
  }

  /** Reads from a position on. */
  public PositionedInput(Source source, long position) {
    this.source = source;
    this.position = position;
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
