package dev.lamina.internal.blob;

import dev.lamina.CorruptStoreException;
import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksums of a layer's unpacked tar, one for each cell of 64 KiB: what is read of a layer is
 * compared with them, whichever of its blobs it comes from. Immutable.
 *
 * <p>As a file, all numbers big-endian: the ASCII characters {@code LAMISUMS}; version, 4 bytes: 1;
 * length of a cell, 4; length of the tar, 8; CRC-32C of the checksums, 4; CRC-32C of the 28 bytes
 * before, 4; the checksums, CRC-32C, 4 bytes each.
 */
final class LayerSums {
  /** The length of a cell. */
  static final int CELL = 64 * 1024;

  private static final long MAGIC = 0x4c41_4d49_5355_4d53L;
  private static final int VERSION = 1;
  private static final int HEADER = 32;
  private static final int HEADER_CHECKED = 28;
  private static final int SUMS_CRC = 24;

  private final long size;
  private final int[] sums;

  private LayerSums(long size, int[] sums) {
    this.size = size;
    this.sums = sums;
  }

  /** Computes the checksums of a tar as it comes. */
  static final class Builder {
    private final CRC32C crc = new CRC32C();
    private int[] sums = new int[64];
    private int count;
    private int inCell;
    private long size;

    void add(byte[] bytes, int length) {
      int at = 0;
      while (at < length) {
        int step = Math.min(length - at, CELL - inCell);
        crc.update(bytes, at, step);
        at += step;
        inCell += step;
        if (inCell == CELL) {
          end();
        }
      }
      size += length;
    }

    private void end() {
      if (count == sums.length) {
        sums = Arrays.copyOf(sums, Math.multiplyExact(count, 2));
      }
      sums[count++] = (int) crc.getValue();
      crc.reset();
      inCell = 0;
    }

    /** Returns the checksums; nothing can be added afterwards. */
    LayerSums build() {
      if (inCell > 0) {
        end();
      }
      return new LayerSums(size, Arrays.copyOf(sums, count));
    }
  }

  /** Writes the checksums to a new file. */
  void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(HEADER, sums.length * Integer.BYTES));
    bytes.putLong(MAGIC).putInt(VERSION).putInt(CELL).putLong(size);
    bytes.position(HEADER);
    bytes.asIntBuffer().put(sums);
    bytes.putInt(SUMS_CRC, crc(bytes, HEADER, bytes.capacity()));
    bytes.putInt(HEADER_CHECKED, crc(bytes, 0, HEADER_CHECKED));
    bytes.rewind();
    try (FileChannel channel = OwnerOnly.createFile(file)) {
      Fully.write(channel, bytes);
    }
  }

  /**
   * Opens a file.
   *
   * @throws CorruptStoreException if it is damaged, or of another version
   */
  static LayerSums open(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(OpenFile.bytes(file));
    boolean isGood =
        bytes.capacity() >= HEADER
            && bytes.getLong(0) == MAGIC
            && bytes.getInt(HEADER_CHECKED) == crc(bytes, 0, HEADER_CHECKED)
            && bytes.getInt(8) == VERSION
            && bytes.getInt(12) == CELL
            && bytes.capacity() == HEADER + cells(bytes.getLong(16)) * Integer.BYTES
            && bytes.getInt(SUMS_CRC) == crc(bytes, HEADER, bytes.capacity());
    if (!isGood) {
      throw new CorruptStoreException(file, "checksums of a layer", "damage");
    }
    int[] sums = new int[(bytes.capacity() - HEADER) / Integer.BYTES];
    bytes.position(HEADER).asIntBuffer().get(sums);
    return new LayerSums(bytes.getLong(16), sums);
  }

  private static int crc(ByteBuffer bytes, int start, int end) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(start, end - start));
    return (int) crc.getValue();
  }

  private static long cells(long size) {
    return (size + CELL - 1) / CELL;
  }

  /** Returns the length of the tar. */
  long size() {
    return size;
  }

  /** Returns how many cells there are. */
  int count() {
    return sums.length;
  }

  /** Returns how long a cell is: all but the last have the same length. */
  int length(int cell) {
    return (int) Math.min(CELL, size - (long) cell * CELL);
  }

  /** Returns whether bytes are those of a cell. */
  boolean isSameAs(int cell, byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length(cell));
    return (int) crc.getValue() == sums[cell];
  }
}
