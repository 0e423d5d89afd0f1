package dev.lamina.internal.compress;

import java.io.ByteArrayOutputStream;

/** Packs blocks, one after the other; what it makes depends on nothing else than their bytes. */
interface BlockPacker extends AutoCloseable {
  /**
   * Packs a block.
   *
   * @param bytes has the block, and what comes before it in the stream
   * @param start the index of the first byte before the block
   * @param from the index of the block's first byte
   * @param to the index after its last byte
   * @param last whether the stream ends with this block
   */
  void pack(byte[] bytes, int start, int from, int to, boolean last, ByteArrayOutputStream out);

  /** Frees what the packer has outside of the heap. */
  @Override
  void close();
}
