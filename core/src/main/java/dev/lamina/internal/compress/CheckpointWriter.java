package dev.lamina.internal.compress;

import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.OpenFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/**
 * Writes a {@link CheckpointFile} while a stream is unpacked. Windows go to the file at once, the
 * table of 24 bytes a checkpoint is kept until the end, and the header is last: a file that was not
 * finished is none.
 */
public final class CheckpointWriter implements CheckpointSink, Closeable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final byte compression;
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private final CRC32C crc = new CRC32C();
  private long[] table = new long[CheckpointFile.RECORD_LONGS << 6];
  private int length;
  private long end = CheckpointFile.HEADER;

  private CheckpointWriter(FileChannel channel, byte compression) {
    this.channel = channel;
    this.compression = compression;
  }

  /**
   * Makes a new file, of a stream packed with gzip or zstd.
   *
   * @throws IOException if there is such a file, or it cannot be made
   */
  public static CheckpointWriter create(Path path, Compression compression) throws IOException {
    byte code =
        switch (compression) {
          case GZIP -> 1;
          case ZSTD -> 2;
          default -> throw new IllegalArgumentException("no checkpoints for " + compression);
        };
    return new CheckpointWriter(
        OpenFile.channel(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), code);
  }

  /**
   * Adds a checkpoint; its window is packed and written before the return.
   *
   * @throws IllegalArgumentException if it is not after the one before, or the first not at 0
   */
  @Override
  public void accept(Checkpoint checkpoint) throws IOException {
    int last = length - CheckpointFile.RECORD_LONGS;
    boolean ordered =
        last < 0
            ? checkpoint.offset() == 0 && checkpoint.bitPosition() >= 0
            : checkpoint.offset() > table[last + 1] && checkpoint.bitPosition() > table[last];
    if (!ordered || checkpoint.window().remaining() > InflateDecoder.WINDOW) {
      throw new IllegalArgumentException("checkpoint out of order at " + checkpoint.offset());
    }
    long window = write(checkpoint.window().duplicate());
    if (length == table.length) {
      table = Arrays.copyOf(table, Math.multiplyExact(length, 2));
    }
    table[length++] = checkpoint.bitPosition();
    table[length++] = checkpoint.offset();
    table[length++] = window;
  }

  private long write(ByteBuffer window) throws IOException {
    if (!window.hasRemaining()) {
      return 0;
    }
    deflater.reset();
    deflater.setInput(window);
    deflater.finish();
    buffer.clear();
    while (!deflater.finished()) {
      int unused = deflater.deflate(buffer);
    }
    crc.reset();
    crc.update(buffer.duplicate().flip());
    buffer.putInt((int) crc.getValue());
    long place = end << CheckpointFile.LENGTH_BITS | buffer.position();
    writeBuffer();
    return place;
  }

  /**
   * Completes the file, which can be opened then.
   *
   * @param unpackedSize the length of the unpacked stream
   * @param packedSize the length of the packed stream
   */
  public void finish(long unpackedSize, long packedSize) throws IOException {
    long tableStart = end;
    int tableCrc = writeTable();
    ByteBuffer header = ByteBuffer.allocate(CheckpointFile.HEADER);
    header.putLong(CheckpointFile.MAGIC).putShort(CheckpointFile.VERSION);
    header.put(compression).put((byte) 0).putInt(length / CheckpointFile.RECORD_LONGS);
    header.putLong(unpackedSize).putLong(packedSize).putLong(tableStart).putInt(tableCrc);
    crc.reset();
    crc.update(header.array(), 0, CheckpointFile.HEADER_CHECKED);
    header.putInt((int) crc.getValue()).flip();
    Fully.write(channel, header, 0);
  }

  /** Makes the file survive a loss of power; its name is the caller's to care for. */
  public void force() throws IOException {
    channel.force(true);
  }

  private int writeTable() throws IOException {
    crc.reset();
    buffer.clear();
    for (int i = 0; i < length; i++) {
      buffer.putLong(table[i]);
      if (!buffer.hasRemaining() || i == length - 1) {
        crc.update(buffer.duplicate().flip());
        writeBuffer();
      }
    }
    return (int) crc.getValue();
  }

  private void writeBuffer() throws IOException {
    buffer.flip();
    end = Fully.write(channel, buffer, end);
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    deflater.end();
    channel.close();
  }
}
