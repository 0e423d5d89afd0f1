package dev.lamina.internal.compress;

import java.io.IOException;
import java.util.zip.CRC32;

/** Reads what is before the deflate stream of a gzip member (RFC 1952, 2.3). */
final class GzipHeader {
  static final int MAGIC_1 = 0x1f;
  static final int MAGIC_2 = 0x8b;

  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 1 << 1;
  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  private final PackedInput in;
  private final CRC32 crc = new CRC32();

  private GzipHeader(PackedInput in) {
    this.in = in;
  }

  /** Reads past the header that follows the magic number. */
  static void readRest(PackedInput in) throws IOException {
    new GzipHeader(in).readRest();
  }

  private void readRest() throws IOException {
    crc.update(MAGIC_1);
    crc.update(MAGIC_2);
    int method = next();
    if (method != DEFLATE) {
      throw in.damaged("unknown compression method " + method + " in gzip header");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw in.damaged("reserved flags are set in gzip header");
    }
    skip(6); // modification time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      verify();
    }
  }

  private void verify() throws IOException {
    int expected = (int) crc.getValue() & 0xffff;
    int stored = next() | next() << 8;
    if (stored != expected) {
      throw in.damaged("checksum of gzip header does not match");
    }
  }

  private int next() throws IOException {
    int value = in.requireByte();
    crc.update(value);
    return value;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      int unused = next();
    }
  }

  private void skipText() throws IOException {
    int value;
    do {
      value = next();
    } while (value != 0);
  }
}
