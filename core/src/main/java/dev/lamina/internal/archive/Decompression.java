package dev.lamina.internal.archive;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.compress.GzipInput;
import dev.lamina.internal.compress.RatioGuard;
import dev.lamina.internal.compress.ZstdInput;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Decompresses what is compressed as a whole, by any of the ways that engines take. */
final class Decompression {
  private Decompression() {}

  /**
   * Opens a decoder.
   *
   * @throws InvalidArchiveException here or when reading, if the archive is damaged
   */
  static InputStream open(Compression compression, InputStream in, Limits limits)
      throws IOException {
    CountedInput packed = new CountedInput(in);
    return compression == Compression.PLAIN
        ? in
        : new RatioGuard(decoder(compression, packed, limits), packed::count, limits);
  }

  private static InputStream decoder(Compression compression, InputStream in, Limits limits)
      throws IOException {
    return switch (compression) {
      case PLAIN -> in;
      case GZIP -> DecodedStream.open(in, GzipInput::new);
      case ZSTD ->
          DecodedStream.open(
              in, packed -> new ZstdInput(packed, limits.zstdWindowBytes(), (from, to) -> {}));
      case BZIP2 -> DecodedStream.open(in, packed -> new BZip2CompressorInputStream(packed, true));
      case XZ -> DecodedStream.open(in, Xz::open);
    };
  }

  /** Counts what is read. */
  private static final class CountedInput extends FilterInputStream {
    private long count;

    CountedInput(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }

  /** A class of its own, because the library for xz may be missing. */
  private static final class Xz {
    private static final int MEMORY_LIMIT_KIB = 72 << 10; // What the highest preset, -9, needs.

    static InputStream open(InputStream in) throws IOException {
      try {
        return XZCompressorInputStream.builder()
            .setInputStream(in)
            .setDecompressConcatenated(true)
            .setMemoryLimitKiB(MEMORY_LIMIT_KIB)
            .get();
      } catch (NoClassDefFoundError e) {
        throw new InvalidArchiveException(
            "compressed by xz: put org.tukaani:xz on the path, or decompress it first", e);
      }
    }
  }
}
