package dev.lamina.internal.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a file in a layer, one after the other; closing it closes nothing. */
final class LayerFileInput extends InputStream {
  private final LayerSource layer;
  private final int record;
  private long position;

  LayerFileInput(LayerSource layer, int record) {
    this.layer = layer;
    this.record = record;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = layer.read(record, position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(0, count);
    return count;
  }
}
