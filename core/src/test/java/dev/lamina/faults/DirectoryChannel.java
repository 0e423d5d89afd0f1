package dev.lamina.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** An open directory, as POSIX systems have it: it can be forced, and closed. */
final class DirectoryChannel extends FileChannel {
  private static IOException refusal() {
    return new IOException("Is a directory");
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    throw refusal();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    throw refusal();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    throw refusal();
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    throw refusal();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    throw refusal();
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    throw refusal();
  }

  @Override
  public long position() {
    return 0;
  }

  @Override
  public FileChannel position(long newPosition) {
    return this;
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    throw refusal();
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    throw refusal();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    throw refusal();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    throw refusal();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    throw refusal();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    throw refusal();
  }

  @Override
  protected void implCloseChannel() {}
}
