package dev.lamina.internal.compress;

import java.util.zip.ZipException;

/** Decodes literals that are written in a Huffman code, as one stream or as four. */
final class ZstdHuffmanStreams {
  private static final int FEWEST_FOR_FOUR = 6;

  /** Symbols taken from a word before the next is loaded: five codes of eleven bits. */
  private static final int PER_WORD = 5;

  private static final int SHIFT = 64 - ZstdHuffmanTable.INDEX_BITS;

  private final ZstdSource source;
  private final ZstdHuffmanTable table;
  private byte[] out = new byte[0];

  ZstdHuffmanStreams(ZstdSource source, ZstdHuffmanTable table) {
    this.source = source;
    this.table = table;
  }

  void decodeOne(int from, int to, byte[] target, int size) throws ZipException {
    out = target;
    finish(ZstdBackward.start(source, from, to), from, 0, size);
  }

  void decodeFour(int from, int to, byte[] target, int size) throws ZipException {
    out = target;
    byte[] bytes = source.bytes();
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
    byte[] in = source.bytes();
    byte[] to = out;
    short[] entries = table.entries();
    int part = (size + 3) >>> 2;
    int part3 = 2 * part;
    int part4 = 3 * part;
    int place1 = ZstdBackward.start(source, start1, start2);
    int place2 = ZstdBackward.start(source, start2, start3);
    int place3 = ZstdBackward.start(source, start3, start4);
    int place4 = ZstdBackward.start(source, start4, end);
    int index1 = ZstdBackward.index(place1);
    int index2 = ZstdBackward.index(place2);
    int index3 = ZstdBackward.index(place3);
    int index4 = ZstdBackward.index(place4);
    long word1 = ZstdBackward.load(in, place1);
    long word2 = ZstdBackward.load(in, place2);
    long word3 = ZstdBackward.load(in, place3);
    long word4 = ZstdBackward.load(in, place4);
    int at = 0;
    for (; at <= size - part4 - PER_WORD; at += PER_WORD) {
      word1 = five(entries, word1, to, at);
      word2 = five(entries, word2, to, part + at);
      word3 = five(entries, word3, to, part3 + at);
      word4 = five(entries, word4, to, part4 + at);
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
      word1 = reload(in, index1, taken1);
      word2 = reload(in, index2, taken2);
      word3 = reload(in, index3, taken3);
      word4 = reload(in, index4, taken4);
    }
    finish(ZstdBackward.place(index1, word1), start1, at, part);
    finish(ZstdBackward.place(index2, word2), start2, part + at, part3);
    finish(ZstdBackward.place(index3, word3), start3, part3 + at, part4);
    finish(ZstdBackward.place(index4, word4), start4, part4 + at, size);
  }

  /** Decodes the symbols of a word and returns what is left of it. */
  private static long five(short[] entries, long word, byte[] to, int at) {
    long rest = word;
    for (int i = 0; i < PER_WORD; i++) {
      int entry = entries[(int) (rest >>> SHIFT)];
      to[at + i] = (byte) (entry >> 8);
      rest <<= entry;
    }
    return rest;
  }

  private static long reload(byte[] in, int index, int taken) {
    return (ZstdWords.longAt(in, index) | 1) << (taken & 7);
  }

  /** Decodes what is left of a stream, which must then be at its very end. */
  private void finish(int first, int start, int from, int to) throws ZipException {
    byte[] in = source.bytes();
    short[] entries = table.entries();
    int place = first;
    for (int at = from; at < to && place >= 8 * start; at++) {
      int entry = entries[(int) (ZstdBackward.load(in, place) >>> SHIFT)];
      out[at] = (byte) (entry >> 8);
      place -= entry & 0xff;
    }
    if (place != 8 * start) {
      throw source.corrupt("literal stream has the wrong length", start);
    }
  }
}
