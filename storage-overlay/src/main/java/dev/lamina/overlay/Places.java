package dev.lamina.overlay;

import dev.lamina.spi.LayerStack;
import java.io.IOException;
import java.nio.file.Path;

/** Puts what comes as sorted entries into directories of overlay mounts. */
final class Places {
  private Places() {}

  /**
   * Writes what a stack has beside its layers into a directory, for a mount to have it as one more
   * lower directory.
   *
   * @param directory which is made
   * @return whether there is anything; if not, nothing is made
   */
  static boolean write(LayerStack stack, Path directory, Marks marks) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Begins to unpack a layer, of which the entries come sorted by path, into a directory such as a
   * mount's upper one, whiteouts included. Closing it gives directories what they are to have in
   * the end.
   *
   * @param directory empty, which only its owner can enter; it keeps its attributes unless the
   *     layer names the root
   */
  static EntrySink into(Path directory, Marks marks) throws IOException {
    throw new UnsupportedOperationException();
  }
}
