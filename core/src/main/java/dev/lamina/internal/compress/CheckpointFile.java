package dev.lamina.internal.compress;

import dev.lamina.CorruptStoreException;
import dev.lamina.internal.io.OpenFile;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import java.util.zip.ZipException;

/**
 * The checkpoints of one packed stream, as a file beside it: 24 bytes of memory each, windows are
 * read when they are needed. No file stays open. Safe for use by several threads.
 *
 * <p>All numbers of the format are big-endian. It is derived from the packed stream: a file that is
 * damaged, or of another version, is made anew.
 *
 * <pre>{@code
 * offset  bytes  content
 *      0      8  magic number: the ASCII characters LAMINACP
 *      8      2  version: 1
 *     10      1  packing of the stream: 1 gzip, 2 zstd
 *     11      1  0
 *     12      4  n, the number of checkpoints
 *     16      8  length of the unpacked stream in bytes
 *     24      8  length of the packed stream in bytes
 *     32      8  t, where the table begins
 *     40      4  CRC-32C of the table
 *     44      4  CRC-32C of bytes 0 to 43
 *     48  t-48  the windows, one after the other, each
 *                    raw deflate (RFC 1951) of up to 32768 bytes
 *                    4  CRC-32C of those packed bytes
 *      t   24*n  the table; the file ends with it. For each checkpoint
 *                    8  place in the packed stream, in bits
 *                    8  place in the unpacked stream, in bytes
 *                    8  the window: bits 20 to 63 its offset in this file, bits 0 to 19
 *                       its length there, with its checksum; 0 if there is none
 * }</pre>
 *
 * <p>A place in the packed stream of gzip is that of the first bit of a deflate block, counted as
 * deflate packs bits: bit {@code i} is bit {@code i mod 8} of byte {@code i / 8}, the lowest first.
 * For zstd it is the first byte of a frame, times eight, and there are no windows. The window is
 * what the unpacked stream has before the checkpoint, from the first byte that is needed to go on;
 * bytes that are not needed may be 0. Places in the unpacked stream increase from checkpoint to
 * checkpoint, the first is 0; places in the packed stream increase too.
 */
public final class CheckpointFile {
  static final long MAGIC = 0x4c41_4d49_4e41_4350L;
  static final short VERSION = 1;
  static final int HEADER = 48;
  static final int HEADER_CHECKED = 44;
  static final int RECORD = 24;
  static final int RECORD_LONGS = 3;
  static final int LENGTH_BITS = 20;
  static final int CHECKSUM = 4;

  private static final int WINDOW_BUFFER = 1 << 12;
  private static final int TABLE_BUFFER = RECORD << 10;
  private static final long LENGTH_MASK = (1L << LENGTH_BITS) - 1;

  private final Path path;
  private final Compression compression;
  private final long unpackedSize;
  private final long packedSize;
  private final long[] table;

  private CheckpointFile(Path path, ByteBuffer header, long[] table) {
    this.path = path;
    this.compression = compression(path, header.get(10));
    this.unpackedSize = header.getLong(16);
    this.packedSize = header.getLong(24);
    this.table = table;
  }

  /**
   * Opens a file.
   *
   * @throws CorruptStoreException if the file is damaged or of another version
   * @throws IOException if the file is missing or cannot be read
   */
  public static CheckpointFile open(Path path) throws IOException {
    try (FileChannel channel = OpenFile.channel(path, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      readFully(path, channel, header, 0);
      header.flip();
      checkHeader(path, header, channel.size());
      long[] table = readTable(path, channel, header);
      CheckpointFile file = new CheckpointFile(path, header, table);
      file.checkTable(header.getLong(32));
      return file;
    }
  }

  private static void checkHeader(Path path, ByteBuffer header, long fileSize) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, HEADER_CHECKED));
    if (header.getLong(0) != MAGIC) {
      throw new CorruptStoreException(path, "a checkpoint file", "other contents");
    }
    if (header.getShort(8) != VERSION) {
      throw new CorruptStoreException(
          path, "version " + VERSION, "version " + (header.getShort(8) & 0xffff));
    }
    if (header.getInt(HEADER_CHECKED) != (int) crc.getValue()) {
      throw damaged(path, "header");
    }
    long tableStart = header.getLong(32);
    long count = header.getInt(12);
    if (count < 0 || tableStart < HEADER || tableStart != fileSize - count * RECORD) {
      throw new CorruptStoreException(
          path, "a table of " + count + " records at its end", "a length of " + fileSize);
    }
  }

  private static long[] readTable(Path path, FileChannel channel, ByteBuffer header)
      throws IOException {
    long[] table = new long[Math.multiplyExact(header.getInt(12), RECORD_LONGS)];
    long at = header.getLong(32);
    CRC32C crc = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(TABLE_BUFFER);
    for (int have = 0; have < table.length; have += buffer.limit() / Long.BYTES) {
      buffer.clear();
      buffer.limit((int) Math.min(buffer.capacity(), (table.length - have) * (long) Long.BYTES));
      readFully(path, channel, buffer, at + (long) have * Long.BYTES);
      buffer.flip();
      crc.update(buffer.duplicate());
      buffer.asLongBuffer().get(table, have, buffer.limit() / Long.BYTES);
    }
    if (header.getInt(40) != (int) crc.getValue()) {
      throw damaged(path, "table");
    }
    return table;
  }

  private static Compression compression(Path path, byte code) {
    return switch (code) {
      case 1 -> Compression.GZIP;
      case 2 -> Compression.ZSTD;
      default -> throw new CorruptStoreException(path, "packing 1 or 2", "packing " + code);
    };
  }

  private void checkTable(long tableStart) {
    boolean valid = unpackedSize >= 0 && packedSize >= 0 && (unpackedSize == 0 || count() > 0);
    long lastPosition = -1;
    long lastOffset = -1;
    for (int i = 0; i < count(); i++) {
      long position = bitPosition(i);
      valid &= position > lastPosition && position >>> 3 <= packedSize;
      valid &= offset(i) > lastOffset && offset(i) <= unpackedSize;
      valid &= i > 0 || offset(i) == 0;
      long place = windowPlace(i);
      int length = windowLength(i);
      valid &= length == 0 || (length > CHECKSUM && place >= HEADER);
      valid &= place + length <= tableStart;
      lastPosition = position;
      lastOffset = offset(i);
    }
    if (!valid) {
      throw damaged(path, "table");
    }
  }

  /** Returns how the stream is packed. */
  public Compression compression() {
    return compression;
  }

  /** Returns the length of the unpacked stream. */
  public long unpackedSize() {
    return unpackedSize;
  }

  /** Returns the length of the packed stream. */
  public long packedSize() {
    return packedSize;
  }

  /** Returns the number of checkpoints. */
  public int count() {
    return table.length / RECORD_LONGS;
  }

  /** Returns the place of a checkpoint in the unpacked stream. */
  public long offset(int index) {
    return table[index * RECORD_LONGS + 1];
  }

  /** Returns where the bytes from a checkpoint end: at the next one, or with the stream. */
  public long end(int index) {
    return index + 1 < count() ? offset(index + 1) : unpackedSize;
  }

  /** Returns the last checkpoint at or before a place in the unpacked stream. */
  public int indexOf(long position) {
    int low = 0;
    int high = count() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (offset(middle) <= position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /**
   * Returns a checkpoint with its window, which is read for it.
   *
   * @throws CorruptStoreException if the window is damaged
   * @throws IOException if the file cannot be read
   */
  public Checkpoint checkpoint(int index) throws IOException {
    return new Checkpoint(bitPosition(index), offset(index), window(index).asReadOnlyBuffer());
  }

  /** Returns whether another file has the same checkpoints, however their windows are packed. */
  public boolean saysTheSameAs(CheckpointFile other) throws IOException {
    boolean isAlike =
        compression == other.compression
            && unpackedSize == other.unpackedSize
            && packedSize == other.packedSize
            && count() == other.count();
    for (int i = 0; i < count() && isAlike; i++) {
      isAlike = checkpoint(i).equals(other.checkpoint(i));
    }
    return isAlike;
  }

  private ByteBuffer window(int index) throws IOException {
    int length = windowLength(index);
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer packed = ByteBuffer.allocate(length);
    // Not kept open: an interrupted reader would close it for all, and layers are many.
    try (FileChannel channel = OpenFile.channel(path, StandardOpenOption.READ)) {
      readFully(path, channel, packed, windowPlace(index));
    }
    CRC32C crc = new CRC32C();
    crc.update(packed.array(), 0, length - CHECKSUM);
    if (packed.getInt(length - CHECKSUM) != (int) crc.getValue()) {
      throw damaged(path, "window " + index);
    }
    return unpackWindow(index, packed.array(), length - CHECKSUM);
  }

  private ByteBuffer unpackWindow(int index, byte[] packed, int length) throws IOException {
    PackedInput in = new PackedInput(new ByteArrayInputStream(packed, 0, length), WINDOW_BUFFER, 0);
    InflateDecoder decoder = new InflateDecoder(in, InflateDecoder.WINDOW, position -> {});
    decoder.start(ByteBuffer.allocate(0), 0);
    try {
      int unused = decoder.next();
      ByteBuffer window = decoder.window();
      if (decoder.next() == 0) {
        return window;
      }
    } catch (ZipException | EOFException e) {
      throw damaged(path, "window " + index);
    }
    throw damaged(path, "window " + index);
  }

  private long bitPosition(int index) {
    return table[index * RECORD_LONGS];
  }

  private long windowPlace(int index) {
    return table[index * RECORD_LONGS + 2] >>> LENGTH_BITS;
  }

  private int windowLength(int index) {
    return (int) (table[index * RECORD_LONGS + 2] & LENGTH_MASK);
  }

  private static CorruptStoreException damaged(Path path, String part) {
    return new CorruptStoreException(path, "checkpoints as they were written", "damage in " + part);
  }

  private static void readFully(Path path, FileChannel channel, ByteBuffer target, long position)
      throws IOException {
    long at = position;
    while (target.hasRemaining()) {
      int read = channel.read(target, at);
      if (read <= 0) {
        throw new CorruptStoreException(path, "a checkpoint file", "an end at byte " + at);
      }
      at += read;
    }
  }
}
