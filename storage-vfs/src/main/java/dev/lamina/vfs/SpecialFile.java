package dev.lamina.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What one gets who makes a pipe or device: it has no contents, and takes none. */
final class SpecialFile implements WritableTree.OpenFile {
  @Override
  public int read(ByteBuffer target, long position) {
    return -1;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    throw new ErrnoException(Errno.ENXIO);
  }

  @Override
  public long append(ByteBuffer source) throws IOException {
    throw new ErrnoException(Errno.ENXIO);
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public void truncate(long size) {}

  @Override
  public void force() {}

  @Override
  public void close() {}
}
