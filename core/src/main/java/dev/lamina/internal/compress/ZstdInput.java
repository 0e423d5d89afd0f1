package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a zstd stream of one or more frames. It may begin at the start of any frame, and
 * needs memory for one window, whatever the input.
 */
public final class ZstdInput extends InputStream {
  /** The largest window that every decoder is asked to support (RFC 8878, 3.1.1.1.2). */
  public static final int DEFAULT_WINDOW_LIMIT = 8 << 20;

  /** The largest limit of windows that a reader can have. */
  public static final int LARGEST_WINDOW_LIMIT = 1 << 30;

  private final ZstdSource source;
  private final ZstdDecoder decoder;
  private int from;
  private int to;
  private boolean ended;
  private boolean closed;
  private @Nullable IOException failure;

  /** Reads a stream with the usual limit of windows. */
  public ZstdInput(InputStream in) {
    this(in, DEFAULT_WINDOW_LIMIT, (packedOffset, unpackedOffset) -> {});
  }

  /** Reads a stream with the usual limit of windows, and tells of its frames. */
  public ZstdInput(InputStream in, ZstdFrameListener listener) {
    this(in, DEFAULT_WINDOW_LIMIT, listener);
  }

  /**
   * Reads a stream.
   *
   * @param windowLimit the largest window, in bytes, for which memory may be taken: a frame that
   *     needs more is refused
   */
  public ZstdInput(InputStream in, int windowLimit, ZstdFrameListener listener) {
    if (windowLimit < 0 || windowLimit > LARGEST_WINDOW_LIMIT) {
      throw new IllegalArgumentException("window limit out of range: " + windowLimit);
    }
    this.source = new ZstdSource(in);
    this.decoder = new ZstdDecoder(source, windowLimit, listener);
  }

  /** Returns the number of frames with data that have begun so far. */
  public long frames() {
    return decoder.frames();
  }

  @Override
  public int read() throws IOException {
    return more() ? decoder.window().bytes()[from++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, to - from);
    System.arraycopy(decoder.window().bytes(), from, target, offset, count);
    from += count;
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long left = Math.max(count, 0);
    while (left > 0 && more()) {
      int step = (int) Math.min(left, to - from);
      from += step;
      left -= step;
    }
    return Math.max(count, 0) - left;
  }

  @Override
  public int available() {
    return to - from;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    from = to;
    source.close();
  }

  /** Makes sure that there are decoded bytes; returns false at the end. */
  private boolean more() throws IOException {
    if (closed) {
      throw new IOException("stream is closed");
    }
    if (failure != null) {
      throw failure;
    }
    return from < to || (!ended && decode());
  }

  private boolean decode() throws IOException {
    try {
      ended = !decoder.next();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    from = ended ? to : decoder.window().blockStart();
    to = ended ? to : decoder.window().position();
    return !ended;
  }
}
