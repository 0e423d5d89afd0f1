package dev.lamina.engine;

import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.WritableDriverMount;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A tree that can be changed, for one who uses it. */
final class OpenTree implements Closeable {
  private final LayerStack stack;
  private final WritableDriverMount mount;
  private final Closeable closing;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Makes an open tree.
   *
   * @param closing closed with it, and takes the mount away if nobody else uses it
   */
  OpenTree(LayerStack stack, WritableDriverMount mount, Closeable closing) {
    this.stack = stack;
    this.mount = mount;
    this.closing = closing;
  }

  /** Returns the same tree for one more who uses it. */
  OpenTree withClosing(Closeable other) {
    return new OpenTree(stack, mount, other);
  }

  Path root() {
    return mount.root();
  }

  /** Opens the tree as it was when nothing had been changed; the caller closes it. */
  LayerTree below() throws IOException {
    return stack.tree();
  }

  /** Returns the tree as it is. */
  LayerTree tree() {
    return mount.tree();
  }

  long writtenBytes() throws IOException {
    return mount.writtenBytes();
  }

  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      closing.close();
    }
  }
}
