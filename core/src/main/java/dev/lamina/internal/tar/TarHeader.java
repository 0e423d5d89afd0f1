package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The header block of a member: the fields of v7, ustar, star and GNU tar, as bytes and numbers.
 */
final class TarHeader {
  static final int NAME_LENGTH = 100;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE = 156;
  private static final int LINK_NAME = 157;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int STAR_PREFIX_LENGTH = 131;
  private static final int STAR_TRAILER = 508;
  private static final int GNU_CHANGE_TIME = 357;
  private static final int TIME_LENGTH = 12;

  private final byte[] block = new byte[TarInput.BLOCK];

  /** Returns the bytes of the block, to be read into. */
  byte[] block() {
    return block;
  }

  boolean isZeros() {
    return block[0] == 0 && unsignedSum() == 0;
  }

  /** Refuses a block whose checksum is wrong. */
  void verify() {
    long expected = checksum();
    int sum = unsignedSum() + CHECKSUM_LENGTH * ' ';
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_LENGTH; i++) {
      sum -= block[i] & 0xff;
    }
    // Some old tools add bytes as signed numbers.
    if (expected != sum && expected != sum - 256L * negatives()) {
      throw new InvalidArchiveException("wrong header checksum: damaged, or no tar archive");
    }
  }

  private int negatives() {
    int negatives = 0;
    for (int i = 0; i < block.length; i++) {
      if (block[i] < 0 && (i < CHECKSUM || i >= CHECKSUM + CHECKSUM_LENGTH)) {
        negatives++;
      }
    }
    return negatives;
  }

  private long checksum() {
    if (block[CHECKSUM] < 0) {
      throw new InvalidArchiveException("no header checksum: damaged, or no tar archive");
    }
    return TarNumbers.field(block, CHECKSUM, CHECKSUM_LENGTH, "checksum");
  }

  private int unsignedSum() {
    // Eight bytes at a time: four lanes of 16 bits, none of which 2 * 64 bytes can overflow.
    long lanes = 0;
    for (int i = 0; i < TarInput.BLOCK; i += Long.BYTES) {
      long bytes = (long) LONGS.get(block, i);
      lanes += (bytes & EVEN_BYTES) + (bytes >>> 8 & EVEN_BYTES);
    }
    long pairs = (lanes & 0x0000ffff0000ffffL) + (lanes >>> 16 & 0x0000ffff0000ffffL);
    return (int) (pairs + (pairs >>> 32));
  }

  /** Returns the type flag; a v7 file's NUL as {@code 0}. */
  char type() {
    return block[TYPE] == 0 ? '0' : (char) (block[TYPE] & 0xff);
  }

  /** Returns whether the type flag is v7's NUL, under which a directory is known by its slash. */
  boolean isUntyped() {
    return block[TYPE] == 0;
  }

  boolean isGnu() {
    return hasMagic("ustar  \0");
  }

  private boolean isPosix() {
    return hasMagic("ustar\0");
  }

  private boolean hasMagic(String magic) {
    for (int i = 0; i < magic.length(); i++) {
      if (block[MAGIC + i] != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the name, with the prefix that ustar and star split long ones into. */
  byte[] name() {
    int prefix = prefixLength();
    int length = textLength(0, NAME_LENGTH);
    if (prefix == 0) {
      return Arrays.copyOf(block, length);
    }
    byte[] name = new byte[prefix + 1 + length];
    System.arraycopy(block, PREFIX, name, 0, prefix);
    name[prefix] = '/';
    System.arraycopy(block, 0, name, prefix + 1, length);
    return name;
  }

  private int prefixLength() {
    if (block[PREFIX] == 0) {
      return 0;
    }
    if (isPosix()) {
      boolean star = block[STAR_TRAILER] == 't' && block[STAR_TRAILER + 1] == 'a';
      return textLength(PREFIX, star ? STAR_PREFIX_LENGTH : PREFIX_LENGTH);
    }
    return isGnu() && !hasGnuTimes() ? textLength(PREFIX, PREFIX_LENGTH) : 0;
  }

  /** GNU tar has times where ustar has the prefix; Go before 1.8 wrote a prefix all the same. */
  private boolean hasGnuTimes() {
    try {
      for (int field = PREFIX; field <= GNU_CHANGE_TIME; field += TIME_LENGTH) {
        if (block[field] != 0) {
          var unused = TarNumbers.field(block, field, TIME_LENGTH, "time");
        }
      }
      return true;
    } catch (InvalidArchiveException e) {
      return false;
    }
  }

  byte[] linkName() {
    return Arrays.copyOfRange(block, LINK_NAME, LINK_NAME + textLength(LINK_NAME, NAME_LENGTH));
  }

  private int textLength(int offset, int limit) {
    int length = 0;
    while (length < limit && block[offset + length] != 0) {
      length++;
    }
    return length;
  }

  long mode() {
    return TarNumbers.field(block, 100, 8, "mode");
  }

  long uid() {
    return TarNumbers.field(block, 108, 8, "uid");
  }

  long gid() {
    return TarNumbers.field(block, 116, 8, "gid");
  }

  long size() {
    long size = TarNumbers.field(block, 124, 12, "size");
    if (size < 0) {
      throw new InvalidArchiveException("negative size");
    }
    return size;
  }

  /** Returns the time in seconds. */
  long modified() {
    return TarNumbers.field(block, 136, TIME_LENGTH, "mtime");
  }

  long deviceMajor() {
    return TarNumbers.field(block, 329, 8, "device major number");
  }

  long deviceMinor() {
    return TarNumbers.field(block, 337, 8, "device minor number");
  }
}
