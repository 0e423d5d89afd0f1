package dev.lamina.internal.compress;

/** A packed form whose blocks can be packed each on its own; of one stream, used by one thread. */
interface BlockFormat {
  /** Returns the number of bytes in every block but the last. */
  int blockSize();

  /** Returns how many bytes before a block its packer sees. */
  int overlap();

  /** Returns what packs one block at a time. */
  BlockPacker newPacker();

  /** Returns what comes before the first block. */
  byte[] header();

  /** Sees the bytes of the stream, in order. */
  void update(byte[] bytes, int offset, int length);

  /** Returns what comes after the last block. */
  byte[] trailer();
}
