package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder unpacks, chunk by chunk. After a failure, each read fails the same way: the
 * decoder may be in the middle of something.
 */
abstract class DecodedInput extends InputStream {
  private byte[] chunk = {};
  private int from;
  private int to;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  /** Unpacks the next bytes, and {@linkplain #give gives} them; answers false at the end. */
  abstract boolean decode() throws IOException;

  /** Closes what is unpacked. */
  abstract void closeSource() throws IOException;

  /** Gives bytes to read, which stay as they are until more are needed. */
  final void give(byte[] bytes, int start, int end) {
    chunk = bytes;
    from = start;
    to = end;
  }

  @Override
  public final int read() throws IOException {
    return more() ? chunk[from++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(chunk, from, target, offset, count);
    from += count;
    return count;
  }

  @Override
  public final long skip(long count) throws IOException {
    long left = Math.max(count, 0);
    while (left > 0 && more()) {
      int step = (int) Math.min(left, to - from);
      from += step;
      left -= step;
    }
    return Math.max(count, 0) - left;
  }

  @Override
  public final int available() {
    return to - from;
  }

  @Override
  public final void close() throws IOException {
    closed = true;
    from = to;
    closeSource();
  }

  /** Makes sure that there are unpacked bytes; returns false at the end. */
  private boolean more() throws IOException {
    if (closed) {
      throw new IOException("stream is closed");
    }
    if (failure != null) {
      throw failure;
    }
    while (from == to && !ended) {
      try {
        ended = !decode();
      } catch (IOException e) {
        failure = e;
        throw e;
      } catch (RuntimeException e) { // Of the source, or of who listens.
        failure = new IOException("the stream failed before and cannot go on", e);
        throw e;
      }
    }
    return from < to;
  }
}
