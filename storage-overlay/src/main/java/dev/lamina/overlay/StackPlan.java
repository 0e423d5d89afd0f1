package dev.lamina.overlay;

import dev.lamina.spi.LayerStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Which directories show a stack when overlayfs joins them. Keeps what it has found out of each
 * stack. Safe for use by several threads.
 */
final class StackPlan {
  /** How many lower directories the kernel joins. */
  static final int LIMIT = 500;

  StackPlan(Marks marks) {}

  /**
   * Returns the lower directories of a stack, the topmost first: at least two, unless there are no
   * layers at all, for which there are none. They stay as long as the stack is mounted.
   *
   * @param more how many lower directories the mount will have above these
   * @throws dev.lamina.UnsupportedStorageException if there are more than the kernel joins
   * @throws IOException if a layer cannot be read or unpacked
   */
  List<Path> lowers(LayerStack stack, int more) throws IOException {
    throw new UnsupportedOperationException();
  }
}
