package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel of a {@link FaultyFileSystem}. */
final class FaultyChannel extends FileChannel {
  private final FileChannel delegate;
  private final String name;
  private final Faults faults;

  FaultyChannel(FileChannel delegate, String name, Faults faults) {
    this.delegate = delegate;
    this.name = name;
    this.faults = faults;
  }

  private static ByteBuffer half(ByteBuffer source) {
    return source.duplicate().limit(source.position() + source.remaining() / 2);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return faults.call("read " + name, () -> delegate.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return faults.call("read " + name, () -> delegate.read(targets, offset, length));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return faults.call("read " + name, () -> delegate.read(target, position));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return faults.call(
        "write " + name, () -> delegate.write(half(source)), () -> delegate.write(source));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return faults.call(
        "write " + name,
        () -> delegate.write(half(sources[offset])),
        () -> delegate.write(sources, offset, length));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return faults.call(
        "write " + name,
        () -> delegate.write(half(source), position),
        () -> delegate.write(source, position));
  }

  @Override
  public long position() throws IOException {
    return delegate.position();
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    delegate.position(newPosition);
    return this;
  }

  @Override
  public long size() throws IOException {
    return faults.call("size of " + name, delegate::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    faults.call("truncate " + name, () -> delegate.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    faults.call("force " + name, () -> delegate.isOpen());
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return faults.call("read " + name, () -> delegate.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return faults.call(
        "write " + name,
        () -> delegate.transferFrom(source, position, count / 2),
        () -> delegate.transferFrom(source, position, count));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return faults.call("map " + name, () -> delegate.map(mode, position, size));
  }

  // A lock is not taken and then reported as failed: nobody could give it back.
  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    faults.call("lock " + name, delegate::isOpen);
    return delegate.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    faults.call("lock " + name, delegate::isOpen);
    return delegate.tryLock(position, size, shared);
  }

  // Never without closing: the fault is that of the answer, not a leak of this test.
  @Override
  protected void implCloseChannel() throws IOException {
    delegate.close();
    faults.call("close " + name, delegate::isOpen);
  }
}
