package dev.lamina.faults;

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

/** A channel of a {@link FaultyFileSystem}. */
final class FaultyChannel extends FileChannel {
  private static final int MAX_TRANSFER = 64 * 1024;

  private final FileChannel delegate;
  private final FaultyFileSystem fileSystem;
  private final Medium.File file;
  private final Path path;

  FaultyChannel(FileChannel delegate, FaultyFileSystem fileSystem, Medium.File file, Path path) {
    this.delegate = delegate;
    this.fileSystem = fileSystem;
    this.file = file;
    this.path = path;
    fileSystem.opened(delegate, path);
  }

  private static ByteBuffer half(ByteBuffer source) {
    return source.duplicate().limit(source.position() + source.remaining() / 2);
  }

  @CanIgnoreReturnValue
  private <T> T call(String verb, Faults.Call<?> half, Faults.Call<T> call) throws IOException {
    try {
      return fileSystem.faults().call(new Site(verb, path, true), half, call);
    } catch (ClosedChannelException e) {
      close(); // An interrupt has closed the one below.
      throw e;
    }
  }

  @CanIgnoreReturnValue
  private <T> T call(String verb, Faults.Call<T> call) throws IOException {
    return call(verb, () -> null, call);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return call("read", () -> delegate.read(target));
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
    return call("read", () -> delegate.read(targets, offset, length));
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return call("read", () -> delegate.read(target, position));
  }

  private int writeNext(ByteBuffer source) throws IOException {
    ByteBuffer bytes = source.duplicate();
    int written = delegate.write(source);
    file.written(delegate.position() - written, bytes.limit(bytes.position() + written));
    return written;
  }

  private int writeAt(ByteBuffer source, long position) throws IOException {
    ByteBuffer bytes = source.duplicate();
    int written = delegate.write(source, position);
    file.written(position, bytes.limit(bytes.position() + written));
    return written;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return call("write", () -> writeNext(half(source)), () -> writeNext(source));
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long written = 0;
    for (int i = offset; i < offset + length; i++) {
      written += write(sources[i]);
    }
    return written;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return call("write", () -> writeAt(half(source), position), () -> writeAt(source, position));
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
    return call("size of", delegate::size);
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    call(
        "truncate",
        () -> {
          delegate.truncate(size);
          file.truncated(size);
          return true;
        });
    return this;
  }

  // Not passed on: the medium is the file's, whatever is below.
  @Override
  public void force(boolean metaData) throws IOException {
    try {
      call(
          "force",
          () -> {
            file.forced();
            return true;
          });
    } catch (IOException e) {
      file.forceFailed();
      throw e;
    }
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return call("read", () -> delegate.transferTo(position, count, target));
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MAX_TRANSFER, count));
    while (bytes.hasRemaining() && source.read(bytes) >= 0) {
      // Until it is full, or nothing is left.
    }
    return write(bytes.flip(), position);
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    return call("map", () -> delegate.map(mode, position, size));
  }

  // A lock is not taken and then reported as failed: nobody could give it back.
  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    call("lock", delegate::isOpen);
    return delegate.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    call("lock", delegate::isOpen);
    return delegate.tryLock(position, size, shared);
  }

  // Never without closing: the fault is that of the answer, not a leak of this test.
  @Override
  protected void implCloseChannel() throws IOException {
    fileSystem.closed(delegate);
    delegate.close();
    fileSystem.faults().call(new Site("close", path, true), delegate::isOpen);
  }
}
