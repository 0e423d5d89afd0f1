package dev.lamina.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;

/** A regular file's bytes as a stream. For one thread at a time, but any may close it. */
final class UnionInputStream extends InputStream {
  /** So that single bytes and short reads do not go to the layer one by one. */
  private static final int BUFFER_SIZE = 8192;

  private static final int TRANSFER_SIZE = 1 << 16;

  private final GuardedFile file;
  private final OpenResources resources;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private long position;
  private volatile boolean closed;

  UnionInputStream(GuardedFile file, OpenResources resources) {
    this.file = file;
    this.resources = resources;
  }

  @Override
  public int read() throws IOException {
    if (buffer.hasRemaining() && !closed) {
      return buffer.get() & 0xff;
    }
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    checkOpen();
    if (length == 0) {
      return 0;
    }
    if (!buffer.hasRemaining()) {
      if (length >= BUFFER_SIZE) {
        return readFile(ByteBuffer.wrap(target, offset, length));
      }
      if (fill() < 0) {
        return -1;
      }
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  private int fill() throws IOException {
    if (buffer.capacity() == 0) {
      buffer = ByteBuffer.allocate((int) Math.min(BUFFER_SIZE, Math.max(file.size(), 1)));
    }
    buffer.clear();
    try {
      return readFile(buffer);
    } finally {
      buffer.flip();
    }
  }

  private int readFile(ByteBuffer target) throws IOException {
    int count = file.read(target, position);
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public long transferTo(OutputStream out) throws IOException {
    Objects.requireNonNull(out, "out");
    byte[] chunk = new byte[(int) Math.min(TRANSFER_SIZE, Math.max(remaining(), 1))];
    long total = 0;
    for (int n = read(chunk); n >= 0; n = read(chunk)) {
      out.write(chunk, 0, n);
      total += n;
    }
    return total;
  }

  @Override
  public long skip(long count) throws IOException {
    checkOpen();
    long skipped = Math.max(0, Math.min(count, remaining()));
    int buffered = (int) Math.min(skipped, buffer.remaining());
    buffer.position(buffer.position() + buffered);
    position += skipped - buffered;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    checkOpen();
    return (int) Math.min(Integer.MAX_VALUE, remaining());
  }

  private long remaining() throws IOException {
    return Math.max(0, file.size() - position) + buffer.remaining();
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      file.close();
    } finally {
      resources.unregister(this);
    }
  }
}
