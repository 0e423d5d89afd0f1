package dev.lamina.internal.compress;

/**
 * A row of Zstandard frames (RFC 8878): each can be unpacked without the others, and so reading may
 * begin at any of them.
 */
final class ZstdFormat implements BlockFormat {
  private static final int FRAME = 1 << 21;
  private static final byte[] NOTHING = new byte[0];

  @Override
  public int blockSize() {
    return FRAME;
  }

  @Override
  public int overlap() {
    return 0;
  }

  @Override
  public BlockPacker newPacker() {
    return new ZstdFramePacker();
  }

  @Override
  public byte[] header() {
    return NOTHING;
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {}

  @Override
  public byte[] trailer() {
    return NOTHING;
  }
}
