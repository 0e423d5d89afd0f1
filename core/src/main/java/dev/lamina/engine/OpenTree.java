package dev.lamina.engine;

import dev.lamina.MountInUseException;
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
  private final Leaving leaving;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes a mount away if nobody else uses it. */
  @FunctionalInterface
  interface Leaving {
    /**
     * Takes it away.
     *
     * @param detaches whether it is taken away even if it is in use
     */
    void leave(boolean detaches) throws IOException;
  }

  /** Makes an open tree. */
  OpenTree(LayerStack stack, WritableDriverMount mount, Leaving leaving) {
    this.stack = stack;
    this.mount = mount;
    this.leaving = leaving;
  }

  /** Makes an open tree that only one uses. */
  static OpenTree ofOne(LayerStack stack, WritableDriverMount mount, Endings endings) {
    return new OpenTree(
        stack,
        mount,
        detaches -> {
          if (detaches) {
            mount.detach();
          }
          endings.close();
        });
  }

  /** Returns the same tree for one more who uses it. */
  OpenTree withLeaving(Leaving other) {
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

  boolean isOpen() {
    return !closed.get();
  }

  @Override
  public void close() throws IOException {
    leave(false);
  }

  /** Closes the tree even if it is in use. */
  void detach() throws IOException {
    leave(true);
  }

  private void leave(boolean detaches) throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        leaving.leave(detaches);
      } catch (MountInUseException e) {
        closed.set(false);
        throw e;
      }
    }
  }
}
