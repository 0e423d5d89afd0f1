package dev.lamina.internal.compress;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Deflates blocks (RFC 1951): all but the last end with a block that is empty, at a whole byte. */
final class DeflatePacker implements BlockPacker {
  private final Deflater deflater;
  private final byte[] buffer = new byte[1 << 14];

  DeflatePacker(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public void pack(
      byte[] bytes, int start, int from, int to, boolean last, ByteArrayOutputStream out) {
    deflater.reset();
    if (from > start) {
      deflater.setDictionary(bytes, start, from - start);
    }
    deflater.setInput(bytes, from, to - from);
    if (last) {
      deflater.finish();
    }
    int mode = last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
    int count;
    do {
      count = deflater.deflate(buffer, 0, buffer.length, mode);
      out.write(buffer, 0, count);
    } while (count == buffer.length || (last && !deflater.finished()));
  }

  @Override
  public void close() {
    deflater.end();
  }
}
