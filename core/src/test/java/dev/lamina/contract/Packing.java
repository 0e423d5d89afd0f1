package dev.lamina.contract;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** How the bytes of a layer, or of an archive as a whole, are compressed. */
public enum Packing {
  /** Not at all. */
  PLAIN {
    @Override
    public byte[] pack(byte[] bytes) {
      return bytes;
    }
  },
  /** As {@code gzip} does. */
  GZIP {
    @Override
    public byte[] pack(byte[] bytes) {
      return through(bytes, GZIPOutputStream::new);
    }
  },
  /** As several gzip members, one after the other, as {@code pigz} may. */
  GZIP_MEMBERS {
    @Override
    public byte[] pack(byte[] bytes) {
      return pieces(bytes, GZIP);
    }
  },
  /** As one frame, which is what most tools write. */
  ZSTD {
    @Override
    public byte[] pack(byte[] bytes) {
      return Zstd.compress(bytes, 3);
    }
  },
  /** As several frames, one after the other, as tools that want to seek write. */
  ZSTD_FRAMES {
    @Override
    public byte[] pack(byte[] bytes) {
      return pieces(bytes, ZSTD);
    }
  },
  /** As {@code bzip2} does, which only a whole archive may be. */
  BZIP2 {
    @Override
    public byte[] pack(byte[] bytes) {
      return through(bytes, BZip2CompressorOutputStream::new);
    }
  },
  /** As {@code xz} does, which only a whole archive may be. */
  XZ {
    @Override
    public byte[] pack(byte[] bytes) {
      return through(bytes, out -> new XZOutputStream(out, new LZMA2Options(0)));
    }
  };

  private static final int PIECE = 64 * 1024;

  /** Returns the bytes compressed. */
  public abstract byte[] pack(byte[] bytes);

  /** Makes a stream that compresses. */
  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] through(byte[] bytes, Compressor compressor) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = compressor.open(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  private static byte[] pieces(byte[] bytes, Packing packing) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int at = 0; at < bytes.length; at += PIECE) {
      packed.writeBytes(
          packing.pack(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PIECE))));
    }
    return packed.toByteArray();
  }
}
