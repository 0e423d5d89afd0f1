package dev.lamina.internal.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Writes tar archives block by block, well-formed or not. */
final class TestTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static TestTar tar() {
    return new TestTar();
  }

  static Header header(char type, String name) {
    return new Header(type, name.getBytes(UTF_8));
  }

  @CanIgnoreReturnValue
  TestTar file(String name, String content) {
    return add(header('0', name), content);
  }

  @CanIgnoreReturnValue
  TestTar directory(String name) {
    return add(header('5', name).mode(0755));
  }

  @CanIgnoreReturnValue
  TestTar add(Header header) {
    return raw(header.block());
  }

  @CanIgnoreReturnValue
  TestTar add(Header header, String content) {
    return add(header, content.getBytes(UTF_8));
  }

  @CanIgnoreReturnValue
  TestTar add(Header header, byte[] content) {
    return raw(header.size(content.length).block()).data(content);
  }

  /** Adds data with its padding. */
  @CanIgnoreReturnValue
  TestTar data(byte[] data) {
    return raw(data).raw(new byte[-data.length & 511]);
  }

  @CanIgnoreReturnValue
  TestTar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Adds a PAX header of keys and values. */
  @CanIgnoreReturnValue
  TestTar pax(String... records) {
    return add(header('x', "PaxHeaders/x"), records(records));
  }

  @CanIgnoreReturnValue
  TestTar longName(String name) {
    return add(header('L', "././@LongLink").gnu(), name + "\0");
  }

  @CanIgnoreReturnValue
  TestTar longLink(String target) {
    return add(header('K', "././@LongLink").gnu(), target + "\0");
  }

  static byte[] records(String... keysAndValues) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      records.writeBytes(record(keysAndValues[i], keysAndValues[i + 1].getBytes(UTF_8)));
    }
    return records.toByteArray();
  }

  static byte[] record(String key, byte[] value) {
    byte[] start = (" " + key + "=").getBytes(UTF_8);
    int length = start.length + value.length + 1;
    int total = length + 1;
    while (String.valueOf(total).length() + length != total) {
      total = String.valueOf(total).length() + length;
    }
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes(String.valueOf(total).getBytes(UTF_8));
    record.writeBytes(start);
    record.writeBytes(value);
    record.write('\n');
    return record.toByteArray();
  }

  /** Returns the archive without an end marker. */
  byte[] bytes() {
    return out.toByteArray();
  }

  /** Returns the archive with an end marker. */
  byte[] end() {
    return raw(new byte[1024]).bytes();
  }

  /** A header block, by its fields. */
  static final class Header {
    private final byte[] block = new byte[512];
    private boolean signed;
    private boolean wrongChecksum;

    private Header(char type, byte[] name) {
      System.arraycopy(name, 0, block, 0, Math.min(100, name.length));
      put(156, new byte[] {(byte) type});
      put(257, "ustar\00000");
      mode(0644).uid(0).gid(0).size(0).mtime(1_700_000_000L);
      octal(329, 8, 0).octal(337, 8, 0);
    }

    @CanIgnoreReturnValue
    Header mode(int mode) {
      return octal(100, 8, mode);
    }

    @CanIgnoreReturnValue
    Header uid(long uid) {
      return octal(108, 8, uid);
    }

    @CanIgnoreReturnValue
    Header gid(long gid) {
      return octal(116, 8, gid);
    }

    @CanIgnoreReturnValue
    Header size(long size) {
      return octal(124, 12, size);
    }

    @CanIgnoreReturnValue
    Header mtime(long seconds) {
      return octal(136, 12, seconds);
    }

    @CanIgnoreReturnValue
    Header link(String target) {
      return put(157, target.getBytes(UTF_8));
    }

    @CanIgnoreReturnValue
    Header device(long major, long minor) {
      return octal(329, 8, major).octal(337, 8, minor);
    }

    @CanIgnoreReturnValue
    Header prefix(String prefix) {
      return put(345, prefix.getBytes(UTF_8));
    }

    @CanIgnoreReturnValue
    Header gnu() {
      return put(257, "ustar  \0");
    }

    @CanIgnoreReturnValue
    Header v7() {
      return put(257, new byte[8]);
    }

    @CanIgnoreReturnValue
    Header signedChecksum() {
      signed = true;
      return this;
    }

    @CanIgnoreReturnValue
    Header wrongChecksum() {
      wrongChecksum = true;
      return this;
    }

    /** Writes a number as octal digits if it fits, otherwise as base-256. */
    @CanIgnoreReturnValue
    Header octal(int offset, int length, long value) {
      String digits = Long.toOctalString(value);
      return value < 0 || digits.length() >= length
          ? base256(offset, length, value)
          : put(offset, "0".repeat(length - 1 - digits.length()) + digits + "\0");
    }

    @CanIgnoreReturnValue
    Header base256(int offset, int length, long value) {
      byte[] field = new byte[length];
      Arrays.fill(field, (byte) (value < 0 ? -1 : 0));
      for (int i = 0; i < Math.min(length, 8); i++) {
        field[length - 1 - i] = (byte) (value >> (8 * i));
      }
      field[0] = (byte) (value < 0 ? field[0] | 0x80 : 0x80);
      return put(offset, field);
    }

    @CanIgnoreReturnValue
    Header put(int offset, String text) {
      return put(offset, text.getBytes(ISO_8859_1));
    }

    @CanIgnoreReturnValue
    Header put(int offset, byte[] bytes) {
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    byte[] block() {
      Arrays.fill(block, 148, 156, (byte) ' ');
      int sum = wrongChecksum ? 1 : 0;
      for (byte b : block) {
        sum += signed ? b : b & 0xff;
      }
      put(148, String.format("%06o\0 ", sum));
      return block.clone();
    }
  }
}
