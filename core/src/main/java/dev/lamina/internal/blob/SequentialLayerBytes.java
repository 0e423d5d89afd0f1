package dev.lamina.internal.blob;

import dev.lamina.internal.layer.LayerBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The unpacked tar of a layer that can only be decoded from its beginning to its end. For one
 * thread.
 */
final class SequentialLayerBytes implements LayerBytes {
  private final InputStream tar;
  private long position;

  /** Reads a tar, which is closed with this. */
  SequentialLayerBytes(InputStream tar) {
    this.tar = tar;
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public int read(long from, ByteBuffer target) throws IOException {
    if (from < position) {
      throw new IOException("the layer was read on to " + position + ", before " + from);
    }
    try {
      tar.skipNBytes(from - position);
    } catch (EOFException e) {
      return -1;
    }
    position = from;
    int count =
        tar.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
    if (count > 0) {
      position += count;
      target.position(target.position() + count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
