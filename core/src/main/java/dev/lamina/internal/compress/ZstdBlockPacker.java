package dev.lamina.internal.compress;

/** Packs the blocks of a frame. */
final class ZstdBlockPacker {
  private final byte[] packed = new byte[ZstdFramePacker.BLOCK];

  ZstdBlockPacker(int largestFrame) {}

  void startFrame(byte[] bytes, int from, int to) {}

  void skip(int from, int to) {}

  int pack(int from, int to) {
    return 0;
  }

  byte[] packed() {
    return packed;
  }
}
