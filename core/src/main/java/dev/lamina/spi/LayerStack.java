package dev.lamina.spi;

import dev.lamina.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  /**
   * Returns the directory that {@link StorageDriver#unpack} has made of a layer; it is made now if
   * it is not there. It stays as long as the stack is mounted.
   *
   * @param layer 0 for the base
   * @throws IOException if the layer cannot be read or unpacked
   */
  Path directory(int layer) throws IOException;

  /** Returns the directory of a layer if there is one; unlike {@link #directory}, makes none. */
  default Optional<Path> foundDirectory(int layer) {
    return Optional.empty();
  }

  /**
   * Writes what the tree has beside the layers, such as the places that engines make in each
   * container: files that no layer has, and the directories that they are in as they are in the
   * tree.
   */
  default void writeAdditions(LayerSink sink) throws IOException {}
}
