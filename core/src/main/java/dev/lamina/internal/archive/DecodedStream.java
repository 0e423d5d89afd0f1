package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder makes of an archive. What the decoder finds wrong is the archive's fault, and told
 * as such; what its source fails with is not, and stays what it is.
 */
final class DecodedStream extends InputStream {
  /** Makes a decoder, which may read already. */
  interface Decoder {
    InputStream open(InputStream packed) throws IOException;
  }

  private final Source source;
  private final InputStream decoded;

  private DecodedStream(Source source, InputStream decoded) {
    this.source = source;
    this.decoded = decoded;
  }

  /**
   * Opens a stream of what is packed.
   *
   * @throws InvalidArchiveException if its beginning is damaged
   */
  static InputStream open(InputStream packed, Decoder decoder) throws IOException {
    Source source = new Source(packed);
    return new DecodedStream(source, source.blame(() -> decoder.open(source)));
  }

  @Override
  public int read() throws IOException {
    return source.blame(decoded::read);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return source.blame(() -> decoded.read(target, offset, length));
  }

  @Override
  public long skip(long count) throws IOException {
    return source.blame(() -> decoded.skip(count));
  }

  @Override
  public int available() throws IOException {
    return source.blame(decoded::available);
  }

  @Override
  public void close() throws IOException {
    decoded.close();
  }

  /** A step of a decoder. */
  private interface Step<T> {
    T take() throws IOException;
  }

  /** The packed bytes; remembers what they failed with. */
  private static final class Source extends FilterInputStream {
    private @Nullable Exception failure;

    Source(InputStream packed) {
      super(packed);
    }

    @Override
    public int read() throws IOException {
      return remember(in::read);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return remember(() -> in.read(target, offset, length));
    }

    @Override
    public long skip(long count) throws IOException {
      return remember(() -> in.skip(count));
    }

    private <T> T remember(Step<T> step) throws IOException {
      try {
        return step.take();
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
    }

    /** Decoders of others may fail in any way; if the source did not, the archive is damaged. */
    <T> T blame(Step<T> step) throws IOException {
      try {
        return step.take();
      } catch (InvalidArchiveException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (failure != null) {
          throw e;
        }
        String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
        throw new InvalidArchiveException("the archive is damaged: " + why, e);
      }
    }
  }
}
