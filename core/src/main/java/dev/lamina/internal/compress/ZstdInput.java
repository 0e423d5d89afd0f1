package dev.lamina.internal.compress;

import java.io.IOException;
import java.io.InputStream;

/**
 * The content of a zstd stream of one or more frames. It may begin at the start of any frame, and
 * needs memory for one window, whatever the input.
 */
public final class ZstdInput extends DecodedInput {
  /** The largest window that every decoder is asked to support (RFC 8878, 3.1.1.1.2). */
  public static final int DEFAULT_WINDOW_LIMIT = 8 << 20;

  /** The largest limit of windows that a reader can have. */
  public static final int LARGEST_WINDOW_LIMIT = 1 << 30;

  private final ZstdSource source;
  private final ZstdDecoder decoder;

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
  boolean decode() throws IOException {
    if (!decoder.next()) {
      return false;
    }
    ZstdWindow window = decoder.window();
    give(window.bytes(), window.blockStart(), window.position());
    return true;
  }

  @Override
  void closeSource() throws IOException {
    source.close();
  }
}
