package dev.lamina.internal.layer;

import dev.lamina.internal.io.Fully;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that are appended and read again: in memory up to a limit, beyond it in a file. */
final class Scratch implements Closeable {
  private static final int FIRST_CAPACITY = 4096;

  private final Path file;
  private final int limit;
  private byte[] tail = new byte[0];
  private int tailLength;
  private long flushed;
  private @Nullable FileChannel channel;

  /** Makes an empty scratch; the file is created when the limit is passed. */
  Scratch(Path file, int limit) {
    this.file = file;
    this.limit = limit;
  }

  long length() {
    return flushed + tailLength;
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    if (tailLength + (long) length > limit) {
      flush(tail, 0, tailLength);
      tailLength = 0;
    }
    if (length > limit) {
      flush(bytes, offset, length);
    } else {
      reserve(tailLength + length);
      System.arraycopy(bytes, offset, tail, tailLength, length);
      tailLength += length;
    }
  }

  private void reserve(int length) {
    if (length > tail.length) {
      long doubled = Math.max(FIRST_CAPACITY, 2L * tail.length);
      tail = Arrays.copyOf(tail, (int) Math.max(length, Math.min(limit, doubled)));
    }
  }

  private void flush(byte[] bytes, int offset, int length) throws IOException {
    if (channel == null) {
      channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
    }
    flushed = Fully.write(channel, ByteBuffer.wrap(bytes, offset, length), flushed);
  }

  /** Fills a part of an array with the bytes at a position, which must all be there. */
  void read(long position, byte[] target, int offset, int length) throws IOException {
    int fromFile = (int) Math.max(0, Math.min(length, flushed - position));
    if (fromFile > 0) {
      readFile(position, ByteBuffer.wrap(target, offset, fromFile));
    }
    if (fromFile < length) {
      int tailOffset = (int) (position + fromFile - flushed);
      System.arraycopy(tail, tailOffset, target, offset + fromFile, length - fromFile);
    }
  }

  private void readFile(long position, ByteBuffer target) throws IOException {
    FileChannel file = channel;
    if (file == null) {
      throw new EOFException("scratch file was never written: " + this.file);
    }
    long at = position;
    while (target.hasRemaining()) {
      int count = file.read(target, at);
      if (count < 0) {
        throw new EOFException("scratch file was cut: " + this.file);
      }
      at += count;
    }
  }

  /** Takes the bytes away, and the file if there is one. */
  @Override
  public void close() throws IOException {
    tail = new byte[0];
    tailLength = 0;
    if (channel != null) {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
