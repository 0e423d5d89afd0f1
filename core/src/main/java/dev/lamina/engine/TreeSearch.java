package dev.lamina.engine;

import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.FileSearch;
import dev.lamina.spi.LayerTree;
import java.io.IOException;

/** Searches the trees of a state's images, by the indexes of their layers. */
final class TreeSearch implements FileSearch {
  private final Parts parts;
  private final StoreState state;

  TreeSearch(Parts parts, StoreState state) {
    this.parts = parts;
    this.state = state;
  }

  @Override
  public boolean has(ImageRecord image, String path) {
    String name = image.id().toString();
    try (Holding held = Holding.ofLayers(parts.leases(), state, name, image.diffIds());
        LayerTree tree = parts.mounts().stack(held.state(), image.diffIds()).tree()) {
      return new TreePath(tree).leads(path);
    } catch (IOException e) {
      throw Failures.of("cannot search image " + image.id(), e);
    }
  }
}
