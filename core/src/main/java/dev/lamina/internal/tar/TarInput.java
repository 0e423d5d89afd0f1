package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an archive, counted, in blocks; says where it ends too early. */
final class TarInput {
  static final int BLOCK = 512;
  private static final int DISCARD = 8192;

  private final InputStream in;
  private final byte[] discarded = new byte[DISCARD];
  private long position;

  TarInput(InputStream in) {
    this.in = in;
  }

  long position() {
    return position;
  }

  /** Returns how many bytes complete a block that holds the end of so many bytes. */
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }

  /** Reads a block; false at the end of the stream. */
  boolean readBlock(byte[] block) throws IOException {
    int count = readUpTo(block, BLOCK);
    if (count > 0 && count < BLOCK) {
      throw new InvalidArchiveException("truncated: the archive ends inside a block");
    }
    return count == BLOCK;
  }

  /** Reads a block that must be there. */
  void requireBlock(byte[] block) throws IOException {
    if (!readBlock(block)) {
      throw truncated();
    }
  }

  /** Reads the data of an extension header with its padding. */
  byte[] readExtension(int size) throws IOException {
    byte[] data = new byte[size];
    if (readUpTo(data, size) < size) {
      throw truncated();
    }
    skipMember(0, padding(size));
    return data;
  }

  /** Reads data that must be there: at least one byte, as {@link InputStream#read}. */
  int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    if (count < 0) {
      throw truncated();
    }
    position += count;
    return count;
  }

  /**
   * Skips what is left of a member. Its data must be there; its padding may be cut off by the end
   * of the archive, as nothing is lost.
   */
  void skipMember(long data, int padding) throws IOException {
    int certain = data > 0 ? 1 : 0;
    skip(data - certain);
    // Streams over files skip beyond the end without a word: only a read proves the last byte.
    int count = readUpTo(discarded, certain + padding);
    if (count < certain) {
      throw truncated();
    }
  }

  private void skip(long length) throws IOException {
    long left = length;
    while (left > 0) {
      long count = in.skip(left);
      if (count <= 0) {
        count = in.read(discarded, 0, (int) Math.min(left, DISCARD));
        if (count < 0) {
          throw truncated();
        }
      }
      left -= count;
      position += count;
    }
  }

  private int readUpTo(byte[] target, int length) throws IOException {
    int count = in.readNBytes(target, 0, length);
    position += count;
    return count;
  }

  private static InvalidArchiveException truncated() {
    return new InvalidArchiveException("truncated: unexpected end of the archive");
  }
}
