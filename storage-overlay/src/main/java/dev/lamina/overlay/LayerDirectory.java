package dev.lamina.overlay;

import dev.lamina.spi.LayerContent;
import java.io.IOException;
import java.nio.file.Path;

/** A layer as a directory: what is in it, and how it is made. Safe for use by several threads. */
final class LayerDirectory {
  private LayerDirectory() {}

  /** Returns what a mount takes as a lower directory. */
  static Path diff(Path layer) {
    return layer.resolve("diff");
  }

  /**
   * Unpacks a layer.
   *
   * @param directory an empty directory that only its owner can enter
   * @throws IOException if the layer cannot be read, or an entry of it cannot be made, which the
   *     message names
   */
  static void unpack(LayerContent layer, Path directory, Marks marks) throws IOException {
    throw new UnsupportedOperationException();
  }
}
