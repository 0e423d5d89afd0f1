package dev.lamina.internal.compress;

import java.util.zip.CRC32;

/**
 * One gzip member (RFC 1952) of blocks that end at whole bytes. It names neither a time nor a
 * system, so that equal content makes equal bytes.
 */
final class GzipFormat implements BlockFormat {
  private static final int BLOCK = 1 << 18;
  private static final int WINDOW = 1 << 15;
  private static final int LEVEL = 6;
  private static final byte UNKNOWN_SYSTEM = (byte) 255;

  private final CRC32 crc = new CRC32();
  private int length;

  @Override
  public int blockSize() {
    return BLOCK;
  }

  @Override
  public int overlap() {
    return WINDOW;
  }

  @Override
  public BlockPacker newPacker() {
    return new DeflatePacker(LEVEL);
  }

  @Override
  public byte[] header() {
    return new byte[] {
      GzipHeader.MAGIC_1, (byte) GzipHeader.MAGIC_2, 8, 0, 0, 0, 0, 0, 0, UNKNOWN_SYSTEM
    };
  }

  @Override
  public void update(byte[] bytes, int offset, int count) {
    crc.update(bytes, offset, count);
    length += count;
  }

  @Override
  public byte[] trailer() {
    byte[] trailer = new byte[8];
    ZstdWords.putInt(trailer, 0, (int) crc.getValue());
    ZstdWords.putInt(trailer, 4, length);
    return trailer;
  }
}
