package dev.lamina.internal.tar;

import dev.lamina.spi.EntryAttributes;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** The headers of a member that is to be written: ustar, and a PAX header where that must help. */
final class HeaderBuilder {
  private static final byte[] PAX_NAME = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MAGIC = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT = "root".getBytes(StandardCharsets.US_ASCII);
  private static final long NANOS = 1_000_000_000L;
  private static final int NANO_DIGITS = 9;
  private static final int SHORT_NUMBER = 8;
  private static final int LONG_NUMBER = 12;

  // Where the fields are.
  private static final int NAME = 0;
  private static final int NAME_LENGTH = TarHeader.NAME_LENGTH;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int MODIFIED = 136;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK_NAME = 157;
  private static final int MAGIC_AT = 257;
  private static final int USER_NAME = 265;
  private static final int GROUP_NAME = 297;
  private static final int DEVICE_MAJOR = 329;
  private static final int DEVICE_MINOR = 337;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;

  private final byte[] block = new byte[TarInput.BLOCK];
  private final PaxBuilder pax = new PaxBuilder();

  /** Begins a header with neither size nor attributes. */
  HeaderBuilder(char type, byte[] name) {
    block[TYPE] = (byte) type;
    put(MAGIC_AT, MAGIC, MAGIC.length);
    putName(name);
    for (int field : new int[] {MODE, UID, GID, DEVICE_MAJOR, DEVICE_MINOR}) {
      putOctal(field, SHORT_NUMBER, 0);
    }
    putOctal(SIZE, LONG_NUMBER, 0);
    putOctal(MODIFIED, LONG_NUMBER, 0);
  }

  /**
   * Sets the attributes.
   *
   * @param fileType the bits that say in {@code st_mode} what the file is; engines write them too
   */
  HeaderBuilder attributes(int fileType, EntryAttributes attributes) {
    putOctal(MODE, SHORT_NUMBER, fileType | attributes.mode());
    putNumber(UID, SHORT_NUMBER, attributes.uid(), "uid");
    putNumber(GID, SHORT_NUMBER, attributes.gid(), "gid");
    putTime(attributes.modifiedNanos());
    attributes.xattrs().forEach(pax::putXattr);
    return this;
  }

  /** Sets the names of owner and group. */
  HeaderBuilder ownedByRoot() {
    put(USER_NAME, ROOT, ROOT.length);
    put(GROUP_NAME, ROOT, ROOT.length);
    return this;
  }

  HeaderBuilder size(long size) {
    putNumber(SIZE, LONG_NUMBER, size, "size");
    return this;
  }

  HeaderBuilder linkName(byte[] target) {
    put(LINK_NAME, target, NAME_LENGTH);
    if (target.length > NAME_LENGTH || !isAscii(target)) {
      pax.put("linkpath", target);
    }
    return this;
  }

  HeaderBuilder device(int major, int minor) {
    putOctal(DEVICE_MAJOR, SHORT_NUMBER, major);
    putOctal(DEVICE_MINOR, SHORT_NUMBER, minor);
    return this;
  }

  /** Writes the headers: nothing in them depends on who writes, when or where. */
  void writeTo(OutputStream out) throws IOException {
    if (!pax.isEmpty()) {
      byte[] records = pax.toBytes();
      new HeaderBuilder('x', PAX_NAME).size(records.length).writeTo(out);
      out.write(records);
      out.write(new byte[TarInput.padding(records.length)]);
    }
    putChecksum();
    out.write(block);
  }

  /** The bytes of a name beyond ASCII are anyone's guess, unless a PAX header has them. */
  private void putName(byte[] name) {
    int slash = name.length > NAME_LENGTH && isAscii(name) ? prefixLength(name) : 0;
    if (slash > 0) {
      put(PREFIX, name, slash);
      System.arraycopy(name, slash + 1, block, NAME, name.length - slash - 1);
      return;
    }
    put(NAME, name, NAME_LENGTH);
    if (name.length > NAME_LENGTH || !isAscii(name)) {
      pax.put("path", name);
    }
  }

  /** Returns the index of the slash at which ustar can split a name; 0 if there is none. */
  private static int prefixLength(byte[] name) {
    int slash = Math.min(PREFIX_LENGTH, name.length - 2); // A directory's own slash splits nothing.
    while (slash > 0 && name[slash] != '/') {
      slash--;
    }
    return name.length - slash - 1 > NAME_LENGTH ? 0 : slash;
  }

  private void putTime(long nanos) {
    long seconds = Math.floorDiv(nanos, NANOS);
    boolean fits = fits(seconds, LONG_NUMBER);
    putOctal(MODIFIED, LONG_NUMBER, fits ? seconds : 0);
    if (!fits || Math.floorMod(nanos, NANOS) != 0) {
      pax.put("mtime", BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString());
    }
  }

  private void putNumber(int offset, int length, long value, String key) {
    boolean fits = fits(value, length);
    putOctal(offset, length, fits ? value : 0);
    if (!fits) {
      pax.put(key, Long.toString(value));
    }
  }

  /** Returns whether a field can hold a number: octal digits, and a NUL after them. */
  private static boolean fits(long value, int length) {
    return value >= 0 && value < 1L << (3 * (length - 1));
  }

  private void putOctal(int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  private void putChecksum() {
    put(CHECKSUM, "        ".getBytes(StandardCharsets.US_ASCII), CHECKSUM_LENGTH);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    putOctal(CHECKSUM, CHECKSUM_LENGTH - 1, sum);
    block[CHECKSUM + CHECKSUM_LENGTH - 2] = 0;
  }

  private void put(int offset, byte[] text, int limit) {
    System.arraycopy(text, 0, block, offset, Math.min(text.length, limit));
  }

  private static boolean isAscii(byte[] text) {
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
