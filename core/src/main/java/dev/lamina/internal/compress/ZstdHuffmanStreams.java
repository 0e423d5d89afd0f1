package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/** Decodes literals that are written in a Huffman code, as one stream or as four. */
final class ZstdHuffmanStreams {
  private static final int FEWEST_FOR_FOUR = 6;

  /** Symbols taken from a word before the next is loaded: five codes of eleven bits. */
  private static final int PER_WORD = 5;

  private final ZstdSource source;
  private final byte[] bytes;
  private final ZstdHuffmanTable table;
  private final byte[] out;

  ZstdHuffmanStreams(ZstdSource source, ZstdHuffmanTable table, byte[] out) {
    this.source = source;
    this.bytes = source.bytes();
    this.table = table;
    this.out = out;
  }

  void decodeOne(int from, int to, int size) throws ZipException {
    long word = ZstdBackward.first(source, from, to);
    finish(word, ZstdBackward.start(to), from, 0, size);
  }

  void decodeFour(int from, int to, int size) throws ZipException {
    int start1 = from + 6;
    if (size < FEWEST_FOR_FOUR || start1 > to) {
      throw source.corrupt("literals too few for four streams", from);
    }
    int start2 = start1 + ZstdWords.shortAt(bytes, from);
    int start3 = start2 + ZstdWords.shortAt(bytes, from + 2);
    int start4 = start3 + ZstdWords.shortAt(bytes, from + 4);
    if (start4 >= to) {
      throw source.corrupt("literal streams end after their block", from);
    }
    decodeFour(start1, start2, start3, start4, to, size);
  }

  private void decodeFour(int start1, int start2, int start3, int start4, int end, int size)
      throws ZipException {
    byte[] in = bytes;
    byte[] to = out;
    short[] entries = table.entries();
    int shift = 64 - table.log();
    int part = (size + 3) >>> 2;
    int part3 = 2 * part;
    int part4 = 3 * part;
    long word1 = ZstdBackward.first(source, start1, start2);
    long word2 = ZstdBackward.first(source, start2, start3);
    long word3 = ZstdBackward.first(source, start3, start4);
    long word4 = ZstdBackward.first(source, start4, end);
    int index1 = ZstdBackward.start(start2);
    int index2 = ZstdBackward.start(start3);
    int index3 = ZstdBackward.start(start4);
    int index4 = ZstdBackward.start(end);
    int at = 0;
    for (; at <= size - part4 - PER_WORD; at += PER_WORD) {
      for (int i = 0; i < PER_WORD; i++) {
        int entry1 = entries[(int) (word1 >>> shift)];
        int entry2 = entries[(int) (word2 >>> shift)];
        int entry3 = entries[(int) (word3 >>> shift)];
        int entry4 = entries[(int) (word4 >>> shift)];
        to[at + i] = (byte) (entry1 >> 8);
        to[part + at + i] = (byte) (entry2 >> 8);
        to[part3 + at + i] = (byte) (entry3 >> 8);
        to[part4 + at + i] = (byte) (entry4 >> 8);
        word1 <<= entry1;
        word2 <<= entry2;
        word3 <<= entry3;
        word4 <<= entry4;
      }
      int taken1 = ZstdBackward.taken(word1);
      int taken2 = ZstdBackward.taken(word2);
      int taken3 = ZstdBackward.taken(word3);
      int taken4 = ZstdBackward.taken(word4);
      index1 -= taken1 >>> 3;
      index2 -= taken2 >>> 3;
      index3 -= taken3 >>> 3;
      index4 -= taken4 >>> 3;
      if ((index1 | index2 | index3 | index4) < 0) {
        throw source.corrupt("literal stream ends early", start1);
      }
      word1 = ZstdBackward.load(in, index1, taken1);
      word2 = ZstdBackward.load(in, index2, taken2);
      word3 = ZstdBackward.load(in, index3, taken3);
      word4 = ZstdBackward.load(in, index4, taken4);
    }
    finish(word1, index1, start1, at, part);
    finish(word2, index2, start2, part + at, part3);
    finish(word3, index3, start3, part3 + at, part4);
    finish(word4, index4, start4, part4 + at, size);
  }

  /** Decodes what is left of a stream, which must then be at its very end. */
  private void finish(long first, int firstIndex, int start, int from, int to) throws ZipException {
    short[] entries = table.entries();
    int shift = 64 - table.log();
    long word = first;
    int index = firstIndex;
    for (int at = from; at < to; at++) {
      int taken = ZstdBackward.taken(word);
      index -= taken >>> 3;
      if (index < 0) {
        throw source.corrupt("literal stream ends early", start);
      }
      word = ZstdBackward.load(bytes, index, taken);
      int entry = entries[(int) (word >>> shift)];
      out[at] = (byte) (entry >> 8);
      word <<= entry;
    }
    if (ZstdBackward.left(start, index, word) != 0) {
      throw source.corrupt("literal stream has the wrong length", start);
    }
  }
}
