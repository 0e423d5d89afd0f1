package dev.lamina.overlay;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.Path;

/** A mount that can be changed. */
final class OverlayWritableMount implements WritableDriverMount {
  private final OverlayMount mount;
  private final ChangesDirectory changes;
  private final OverlayTree tree;
  private final LayerTree below;

  /**
   * Makes a mount.
   *
   * @param below what the tree is above; closed with the mount
   */
  OverlayWritableMount(
      OverlayMount mount, ChangesDirectory changes, OverlayTree tree, LayerTree below) {
    this.mount = mount;
    this.changes = changes;
    this.tree = tree;
    this.below = below;
  }

  @Override
  public Path root() {
    return mount.root();
  }

  @Override
  public LayerTree tree() {
    return tree;
  }

  @Override
  public long writtenBytes() throws IOException {
    return tree.writtenBytes();
  }

  @Override
  public void force() throws IOException {
    Posix.syncFileSystem(changes.upper());
  }

  @Override
  public void close() throws IOException {
    mount.close();
    closeTrees();
  }

  @Override
  public void detach() throws IOException {
    mount.detach();
    closeTrees();
  }

  private void closeTrees() throws IOException {
    try {
      tree.close();
    } finally {
      below.close();
    }
  }
}
