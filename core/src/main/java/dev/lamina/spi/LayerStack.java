package dev.lamina.spi;

import dev.lamina.Digest;
import java.io.IOException;
import java.util.List;

/** The layers of an image, from the base to the top. */
public interface LayerStack {
  /** Returns the DiffIDs, from the base to the top. */
  List<Digest> diffIds();

  /**
   * Opens the union of the layers. No layer's contents are read.
   *
   * @return the tree; the caller closes it
   * @throws IOException if a layer's index is missing or damaged
   */
  LayerTree tree() throws IOException;
}
