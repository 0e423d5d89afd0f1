package dev.lamina.internal.compress;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Packs frames, which tell their length and end with their checksum (RFC 8878, 3.1.1). */
final class ZstdFramePacker implements BlockPacker {
  /** The most bytes of a block, unpacked. */
  static final int BLOCK = 1 << 17;

  private static final int MAGIC = 0xfd2fb528;

  /** Length of four bytes, no window but the frame itself, checksum. */
  private static final byte DESCRIPTOR = (byte) 0b1010_0100;

  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final ZstdXxh64 checksum = new ZstdXxh64();
  private final ZstdBlockPacker blocks;
  private final byte[] head = new byte[9];

  ZstdFramePacker() {
    blocks = new ZstdBlockPacker();
  }

  @Override
  public void pack(
      byte[] bytes, int start, int from, int to, boolean last, ByteArrayOutputStream out) {
    ZstdWords.putInt(head, 0, MAGIC);
    head[4] = DESCRIPTOR;
    ZstdWords.putInt(head, 5, to - from);
    out.write(head, 0, 9);
    blocks.startFrame(bytes, from, to);
    int at = from;
    do {
      int end = Math.min(at + BLOCK, to);
      packBlock(bytes, at, end, end == to, out);
      at = end;
    } while (at < to);
    checksum.reset();
    checksum.update(bytes, from, to);
    ZstdWords.putInt(head, 0, (int) checksum.value());
    out.write(head, 0, 4);
  }

  private void packBlock(byte[] bytes, int from, int to, boolean last, ByteArrayOutputStream out) {
    if (isRun(bytes, from, to)) {
      writeHead(last, RLE, to - from, out);
      out.write(bytes[from]);
      return;
    }
    int length = blocks.pack(from, to);
    if (length > 0) {
      writeHead(last, COMPRESSED, length, out);
      out.write(blocks.packed(), 0, length);
    } else {
      writeHead(last, RAW, to - from, out);
      out.write(bytes, from, to - from);
    }
  }

  private void writeHead(boolean last, int type, int size, ByteArrayOutputStream out) {
    ZstdWords.putInt(head, 0, size << 3 | type << 1 | (last ? 1 : 0));
    out.write(head, 0, 3);
  }

  private static boolean isRun(byte[] bytes, int from, int to) {
    return to - from > 1 && Arrays.mismatch(bytes, from, to - 1, bytes, from + 1, to) < 0;
  }

  @Override
  public void close() {}
}
