package dev.lamina.internal.compress;

import java.io.EOFException;
import java.io.IOException;

/** Decodes the frames of a zstd stream (RFC 8878), block by block. */
final class ZstdDecoder {
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;

  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  private final ZstdSource source;
  private final int windowLimit;
  private final ZstdFrameListener listener;
  private final ZstdWindow window;
  private final ZstdLiterals literals;
  private final ZstdSequences sequences;
  private final ZstdXxh64 hash = new ZstdXxh64();

  private ZstdFrameHeader frame = new ZstdFrameHeader(0, false, 0, false);
  private boolean inFrame;
  private long frames;
  private long unpacked;

  ZstdDecoder(ZstdSource source, int windowLimit, ZstdFrameListener listener) {
    this.source = source;
    this.windowLimit = windowLimit;
    this.listener = listener;
    this.window = new ZstdWindow(source);
    this.literals = new ZstdLiterals(source);
    this.sequences = new ZstdSequences(source);
  }

  /** Returns the number of frames with data that have begun. */
  long frames() {
    return frames;
  }

  /** Returns where the decoded bytes lie: the newest block of it. */
  ZstdWindow window() {
    return window;
  }

  /** Decodes the next block that is not empty; returns false at the end of the stream. */
  boolean next() throws IOException {
    do {
      if (!inFrame && !startFrame()) {
        return false;
      }
      decodeBlock();
    } while (window.position() == window.blockStart());
    return true;
  }

  private boolean startFrame() throws IOException {
    boolean some = false;
    while (!source.atEnd()) {
      long offset = source.offset();
      int magic = (int) source.take(4);
      if (magic == MAGIC) {
        open(offset);
        return true;
      }
      if ((magic & ~15) != SKIPPABLE_MAGIC) {
        throw source.corrupt("no zstd frame", source.position() - 4);
      }
      source.skip(source.take(4));
      some = true;
    }
    if (frames == 0 && !some) {
      throw new EOFException("zstd data without any frame");
    }
    return false;
  }

  private void open(long offset) throws IOException {
    frame = ZstdFrameHeader.take(source, windowLimit);
    window.reset(frame.windowSize(), frame.blockLimit());
    literals.reset();
    sequences.reset();
    hash.reset();
    inFrame = true;
    frames++;
    listener.frameStart(offset, unpacked);
  }

  private void decodeBlock() throws IOException {
    int header = (int) source.take(3);
    int size = header >>> 3;
    window.startBlock();
    switch (header >>> 1 & 3) {
      case RAW -> decodeRaw(size);
      case RLE -> window.fill((byte) source.take(1), size);
      case COMPRESSED -> decodeCompressed(size);
      default -> throw source.corrupt("reserved block type", source.position() - 3);
    }
    window.endBlock();
    int decoded = window.position() - window.blockStart();
    unpacked += decoded;
    if (frame.checksum()) {
      hash.update(window.bytes(), window.blockStart(), window.position());
    }
    if (frame.sized() && Long.compareUnsigned(window.total(), frame.contentSize()) > 0) {
      throw source.corrupt("content larger than its frame says", source.position());
    }
    if ((header & 1) != 0) {
      finishFrame();
    }
  }

  private void decodeRaw(int size) throws IOException {
    hold(size);
    window.append(source.bytes(), source.position(), size);
    source.advance(size);
  }

  private void decodeCompressed(int size) throws IOException {
    hold(size);
    int start = source.position();
    int end = start + size;
    sequences.open(literals.read(start, end, frame.blockLimit()), end);
    int literal = sequences.execute(window, literals);
    window.append(literals.bytes(), literal, literals.to() - literal);
    source.advance(size);
  }

  private void hold(int size) throws IOException {
    if (size > frame.blockLimit()) {
      throw source.corrupt("block larger than its frame allows", source.position() - 3);
    }
    source.require(size);
  }

  private void finishFrame() throws IOException {
    if (frame.sized() && window.total() != frame.contentSize()) {
      throw source.corrupt("content smaller than its frame says", source.position());
    }
    if (frame.checksum() && (int) source.take(4) != (int) hash.value()) {
      throw source.corrupt("checksum of the content differs", source.position() - 4);
    }
    inFrame = false;
  }
}
