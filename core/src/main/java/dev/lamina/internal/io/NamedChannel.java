package dev.lamina.internal.io;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A channel whose errors name the file, which those of open files do not. */
final class NamedChannel extends FileChannel {
  private final Path path;
  private final FileChannel delegate;

  NamedChannel(Path path, FileChannel delegate) {
    this.path = path;
    this.delegate = delegate;
  }

  /** Something that is done to the channel. */
  @FunctionalInterface
  private interface Call<T> {
    T run() throws IOException;
  }

  @CanIgnoreReturnValue
  private <T> T named(Call<T> call) throws IOException {
    try {
      return call.run();
    } catch (ClosedChannelException e) {
      close(); // An interrupt has closed the one below.
      throw e;
    } catch (IOException e) {
      throw OpenFile.named(path, e);
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return named(() -> delegate.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return named(() -> delegate.read(targets, offset, length));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return named(() -> delegate.read(target, position));
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return named(() -> delegate.write(source));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return named(() -> delegate.write(sources, offset, length));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return named(() -> delegate.write(source, position));
  }

  @Override
  public long position() throws IOException {
    return named(delegate::position);
  }

  @Override
  public FileChannel position(long newPosition) throws IOException {
    named(() -> delegate.position(newPosition));
    return this;
  }

  @Override
  public long size() throws IOException {
    return named(delegate::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    named(() -> delegate.truncate(size));
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    named(
        () -> {
          delegate.force(metaData);
          return true;
        });
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return named(() -> delegate.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    return named(() -> delegate.transferFrom(source, position, count));
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return named(() -> delegate.map(mode, position, size));
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return named(() -> delegate.lock(position, size, shared));
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return named(() -> delegate.tryLock(position, size, shared));
  }

  @Override
  protected void implCloseChannel() throws IOException {
    try {
      delegate.close();
    } catch (IOException e) {
      throw OpenFile.named(path, e);
    }
  }
}
