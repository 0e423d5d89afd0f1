package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer of an image that is being made.
 *
 * @param staged the layer if it is new, and not published yet
 */
record BuiltLayer(Digest diffId, Optional<ReceivedBlob> staged) {
  static BuiltLayer stored(Digest diffId) {
    return new BuiltLayer(diffId, Optional.empty());
  }

  static BuiltLayer staged(ReceivedBlob blob) {
    return new BuiltLayer(blob.layer().diffId(), Optional.of(blob));
  }

  /** Opens the union of layers, from the base to the top. */
  static LayerTree tree(LayerStore store, StoreState state, List<BuiltLayer> layers)
      throws IOException {
    List<LayerSource> sources = new ArrayList<>();
    boolean complete = false;
    try {
      for (BuiltLayer layer : layers) {
        sources.add(layer.open(store, state));
      }
      complete = true;
      return new MergedTree(sources);
    } finally {
      if (!complete) {
        new MergedTree(sources).close();
      }
    }
  }

  private LayerSource open(LayerStore store, StoreState state) throws IOException {
    return staged.isPresent()
        ? store.open(staged.get())
        : store.open(diffId, LayerForms.of(state, diffId));
  }
}
