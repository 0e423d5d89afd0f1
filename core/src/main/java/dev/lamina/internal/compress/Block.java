package dev.lamina.internal.compress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A part of a stream with room for what it is packed to, used again and again. */
final class Block {
  private final int overlap;
  private final byte[] bytes;
  private final BlockPacker packer;
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private int start;
  private int end;

  Block(BlockFormat format) {
    this.overlap = format.overlap();
    this.bytes = new byte[overlap + format.blockSize()];
    this.packer = format.newPacker();
    this.start = overlap;
    this.end = overlap;
  }

  /** Empties the block; the bytes before it are the last ones of another. */
  void follow(Block before) {
    int count = Math.min(overlap, before.end - before.start);
    System.arraycopy(before.bytes, before.end - count, bytes, overlap - count, count);
    start = overlap - count;
    end = overlap;
  }

  boolean isFull() {
    return end == bytes.length;
  }

  /** Takes as many bytes as there is room for, and returns how many. */
  int add(byte[] from, int offset, int length) {
    int count = Math.min(length, bytes.length - end);
    System.arraycopy(from, offset, bytes, end, count);
    end += count;
    return count;
  }

  void pack(boolean last) {
    packed.reset();
    packer.pack(bytes, start, overlap, end, last, packed);
  }

  void writeTo(OutputStream target) throws IOException {
    packed.writeTo(target);
  }

  void free() {
    packer.close();
  }
}
