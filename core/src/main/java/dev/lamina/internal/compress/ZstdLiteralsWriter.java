package dev.lamina.internal.compress;

import java.util.Arrays;

/** Writes the literals of a block (RFC 8878, 3.1.1.3.1). */
final class ZstdLiteralsWriter {
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;

  /** With fewer, a Huffman table takes more than it saves. */
  private static final int FEW = 64;

  private static final int ONE_STREAM = 256;
  private static final int STREAMS = 4;
  private static final int JUMPS = 6;

  private final ZstdHuffmanCode code = new ZstdHuffmanCode();
  private final int[] counts = new int[256];

  /** Writes the section that begins a block, and returns the index after it. */
  int write(byte[] literals, int count, byte[] out, int at) {
    if (count < FEW) {
      return writeRaw(literals, count, out, at);
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < count; i++) {
      counts[literals[i] & 0xff]++;
    }
    if (counts[literals[0] & 0xff] == count) {
      int end = writeHead(RLE, count, out, at);
      out[end] = literals[0];
      return end + 1;
    }
    code.build(counts);
    int saved = count - code.cost(counts);
    int end = saved > (count >>> 6) + 12 ? writePacked(literals, count, out, at) : -1;
    return end < 0 || end - at >= count ? writeRaw(literals, count, out, at) : end;
  }

  private static int writeRaw(byte[] literals, int count, byte[] out, int at) {
    int end = writeHead(RAW, count, out, at);
    System.arraycopy(literals, 0, out, end, count);
    return end + count;
  }

  private static int writeHead(int type, int count, byte[] out, int at) {
    if (count < 1 << 5) {
      out[at] = (byte) (type | count << 3);
      return at + 1;
    }
    int format = count < 1 << 12 ? 1 : 3;
    ZstdWords.putInt(out, at, type | format << 2 | count << 4);
    return at + (format == 1 ? 2 : 3);
  }

  private int writePacked(byte[] literals, int count, byte[] out, int at) {
    int format = format(count);
    int headLength = Math.max(format + 2, 3);
    int tableEnd = code.write(out, at + headLength);
    if (tableEnd < 0) {
      return -1;
    }
    int end =
        format == 0
            ? writeStream(literals, 0, count, out, tableEnd)
            : writeStreams(literals, count, out, tableEnd);
    long packed = (long) end - at - headLength; // long, as it is shifted into the header
    int bits = format < 2 ? 10 : 4 * format + 6;
    if (packed >= 1L << bits) {
      return -1;
    }
    long head = COMPRESSED | format << 2 | (long) count << 4 | packed << (4 + bits);
    for (int i = 0; i < headLength; i++) {
      out[at + i] = (byte) (head >>> (8 * i));
    }
    return end;
  }

  private static int format(int count) {
    if (count < ONE_STREAM) {
      return 0;
    }
    return count < 1 << 10 ? 1 : count < 1 << 14 ? 2 : 3;
  }

  private int writeStreams(byte[] literals, int count, byte[] out, int jumps) {
    int part = (count + STREAMS - 1) / STREAMS;
    int at = jumps + JUMPS;
    for (int stream = 0; stream < STREAMS; stream++) {
      int from = stream * part;
      int end = writeStream(literals, from, Math.min(from + part, count), out, at);
      if (stream < STREAMS - 1) {
        out[jumps + 2 * stream] = (byte) (end - at);
        out[jumps + 2 * stream + 1] = (byte) ((end - at) >> 8);
      }
      at = end;
    }
    return at;
  }

  /** Writes from the last literal to the first: they are read backwards. */
  private int writeStream(byte[] literals, int from, int to, byte[] out, int start) {
    int[] codes = code.codes();
    int at = start;
    long held = 0;
    int bits = 0;
    int i = to - 1;
    for (; i >= from + 3; i -= 4) {
      int one = codes[literals[i] & 0xff];
      int two = codes[literals[i - 1] & 0xff];
      int three = codes[literals[i - 2] & 0xff];
      int four = codes[literals[i - 3] & 0xff];
      held |= (long) (one >>> 4) << bits;
      bits += one & 15;
      held |= (long) (two >>> 4) << bits;
      bits += two & 15;
      held |= (long) (three >>> 4) << bits;
      bits += three & 15;
      held |= (long) (four >>> 4) << bits;
      bits += four & 15;
      ZstdWords.putLong(out, at, held);
      at += bits >>> 3;
      held >>>= bits & -8;
      bits &= 7;
    }
    ZstdBitWriter rest = new ZstdBitWriter(out, at);
    rest.add(held, bits);
    for (; i >= from; i--) {
      rest.add(codes[literals[i] & 0xff] >>> 4, codes[literals[i] & 0xff] & 15);
    }
    return rest.endMarked();
  }
}
