package dev.lamina.internal.layer;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a file in a tree, one after the other; closing it closes nothing. */
final class NodeContent extends InputStream {
  private final LayerTree tree;
  private final TreeNode file;
  private long position;

  NodeContent(LayerTree tree, TreeNode file) {
    this.tree = tree;
    this.file = file;
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
    int count = tree.read(file, position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(0, count);
    return count;
  }
}
