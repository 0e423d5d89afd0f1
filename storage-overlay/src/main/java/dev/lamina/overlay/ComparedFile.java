package dev.lamina.overlay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * A file that is compared with what is written to it, from its beginning on, and stays as it is.
 * What is not written is zeros.
 */
final class ComparedFile extends FileChannel {
  private static final int BLOCK = 64 * 1024;

  private final FileChannel file;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(BLOCK);
  private long position;
  private long compared;
  private boolean isSame = true;

  private ComparedFile(FileChannel file, long size) {
    this.file = file;
    this.size = size;
  }

  static ComparedFile open(Path path, long size) throws IOException {
    FileChannel file =
        FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    return new ComparedFile(file, size);
  }

  /** Returns whether all that was written is in the file, and nothing else. */
  boolean isSame() throws IOException {
    compareZeros(size);
    return isSame && file.size() == size;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int count = write(source, position);
    position += count;
    return count;
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    compareZeros(at);
    int count = source.remaining();
    while (source.hasRemaining()) {
      ByteBuffer part = source.slice(source.position(), Math.min(BLOCK, source.remaining()));
      source.position(source.position() + part.remaining());
      compare(part, at + count - source.remaining() - part.remaining());
    }
    compared = Math.max(compared, at + count);
    return count;
  }

  private void compareZeros(long end) throws IOException {
    while (compared < end && isSame) {
      ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(BLOCK, end - compared));
      compare(zeros, compared);
      compared += zeros.capacity();
    }
  }

  private void compare(ByteBuffer expected, long at) throws IOException {
    buffer.clear().limit(expected.remaining());
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      // A channel may give less than was asked for.
    }
    isSame &= buffer.flip().equals(expected);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public FileChannel position(long newPosition) {
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return compared;
  }

  @Override
  public void force(boolean metaData) {}

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    long count = 0;
    for (int i = offset; i < offset + length; i++) {
      count += write(sources[i]);
    }
    return count;
  }

  @Override
  public int read(ByteBuffer target) {
    throw unsupported();
  }

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw unsupported();
  }

  @Override
  public int read(ByteBuffer target, long at) {
    throw unsupported();
  }

  @Override
  public FileChannel truncate(long newSize) {
    throw unsupported();
  }

  @Override
  public long transferTo(long at, long count, WritableByteChannel target) {
    throw unsupported();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long at, long count) {
    throw unsupported();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long at, long length) {
    throw unsupported();
  }

  @Override
  public FileLock lock(long at, long length, boolean shared) {
    throw unsupported();
  }

  @Override
  public FileLock tryLock(long at, long length, boolean shared) {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("only what is written can be compared");
  }
}
