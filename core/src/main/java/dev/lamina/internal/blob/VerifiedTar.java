package dev.lamina.internal.blob;

import dev.lamina.internal.io.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A layer's tar from its beginning on, of which each cell is verified before it is given out. */
final class VerifiedTar extends BulkInput {
  private final InputStream tar;
  private final LayerSums sums;
  private final Path blob;
  private byte[] content = new byte[0];
  private int position;
  private int next;

  /**
   * Makes a stream, which closes the other.
   *
   * @param blob where it comes from, for messages
   */
  VerifiedTar(InputStream tar, LayerSums sums, Path blob) {
    this.tar = tar;
    this.sums = sums;
    this.blob = blob;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == content.length && !readCell()) {
      return -1;
    }
    int count = Math.min(length, content.length - position);
    System.arraycopy(content, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean readCell() throws IOException {
    if (next == sums.count()) {
      return false;
    }
    byte[] cell = tar.readNBytes(sums.length(next));
    if (cell.length < sums.length(next) || !sums.isSameAs(next, cell)) {
      throw new IOException(
          "%s is damaged: bytes %d and following of its tar are not what they were; check and repair the store"
              .formatted(blob, (long) next * LayerSums.CELL));
    }
    content = cell;
    position = 0;
    next++;
    return true;
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
