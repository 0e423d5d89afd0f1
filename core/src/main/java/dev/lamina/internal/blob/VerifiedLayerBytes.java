package dev.lamina.internal.blob;

import dev.lamina.internal.layer.LayerBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A layer's bytes of which each cell is compared with its checksum when it is first read: what has
 * been damaged is an error, and not data.
 */
final class VerifiedLayerBytes implements LayerBytes {
  private final LayerBytes bytes;
  private final LayerSums sums;
  private final Path blob;
  private final AtomicIntegerArray verified;

  /**
   * Makes the bytes, which close the others.
   *
   * @param blob where they come from, for messages
   */
  VerifiedLayerBytes(LayerBytes bytes, LayerSums sums, Path blob) {
    this.bytes = bytes;
    this.sums = sums;
    this.blob = blob;
    this.verified = new AtomicIntegerArray(sums.count() / Integer.SIZE + 1);
  }

  private boolean isVerified(int cell) {
    return (verified.get(cell / Integer.SIZE) & 1 << cell % Integer.SIZE) != 0;
  }

  private void setVerified(int cell) {
    int unused =
        verified.accumulateAndGet(cell / Integer.SIZE, 1 << cell % Integer.SIZE, (a, b) -> a | b);
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    if (position >= sums.size()) {
      return -1;
    }
    int cell = (int) (position / LayerSums.CELL);
    if (!isVerified(cell)) {
      return readAndVerify(cell, position, target);
    }
    int limit = target.limit();
    long end = (long) cell * LayerSums.CELL + sums.length(cell);
    while (end < position + target.remaining() && end < sums.size() && isVerified(++cell)) {
      end += sums.length(cell);
    }
    target.limit(target.position() + (int) Math.min(end - position, target.remaining()));
    try {
      return bytes.read(position, target);
    } finally {
      target.limit(limit);
    }
  }

  private int readAndVerify(int cell, long position, ByteBuffer target) throws IOException {
    byte[] content = verify(cell);
    int from = (int) (position - (long) cell * LayerSums.CELL);
    int count = Math.min(sums.length(cell) - from, target.remaining());
    target.put(content, from, count);
    return count;
  }

  private byte[] verify(int cell) throws IOException {
    byte[] content = new byte[sums.length(cell)];
    ByteBuffer target = ByteBuffer.wrap(content);
    long start = (long) cell * LayerSums.CELL;
    while (target.hasRemaining()) {
      if (bytes.read(start + target.position(), target) <= 0) {
        throw damaged(start);
      }
    }
    if (!sums.isSameAs(cell, content)) {
      throw damaged(start);
    }
    setVerified(cell);
    return content;
  }

  private IOException damaged(long start) {
    return new IOException(
        "%s is damaged: bytes %d and following of its tar are not what they were; check and repair the store"
            .formatted(blob, start));
  }

  @Override
  public void transferTo(long position, long count, FileChannel target) throws IOException {
    long last = Math.min(position + count, sums.size()) - 1;
    for (int cell = (int) (position / LayerSums.CELL); cell <= last / LayerSums.CELL; cell++) {
      if (!isVerified(cell)) {
        byte[] unused = verify(cell);
      }
    }
    bytes.transferTo(position, count, target);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
