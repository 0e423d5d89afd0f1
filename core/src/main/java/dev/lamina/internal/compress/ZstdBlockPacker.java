package dev.lamina.internal.compress;

/** Packs the blocks of a frame (RFC 8878, 3.1.1.3). */
final class ZstdBlockPacker {
  /** Each four bytes could be a sequence, of eight bytes at most. */
  private static final int LARGEST = 4 * ZstdFramePacker.BLOCK;

  private final ZstdMatchFinder finder = new ZstdMatchFinder();
  private final ZstdSequenceStore sequences = new ZstdSequenceStore();
  private final ZstdLiteralsWriter literalsWriter = new ZstdLiteralsWriter();
  private final ZstdSequenceWriter sequenceWriter = new ZstdSequenceWriter();
  private final byte[] packed = new byte[LARGEST];

  void startFrame(byte[] bytes, int from, int to) {
    finder.startFrame(bytes, from, to);
    sequences.startFrame();
  }

  /** Packs the next block, and returns how many bytes it takes; 0 if that would not be fewer. */
  int pack(int from, int to) {
    sequences.startBlock();
    finder.find(from, to, sequences);
    int end = literalsWriter.write(sequences.literals, sequences.literalCount(), packed, 0);
    end = sequenceWriter.write(sequences, packed, end);
    if (end >= to - from) {
      sequences.dropBlock();
      return 0;
    }
    return end;
  }

  /** Returns the array with the last block. */
  byte[] packed() {
    return packed;
  }
}
