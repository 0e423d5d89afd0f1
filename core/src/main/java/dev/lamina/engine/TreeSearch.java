package dev.lamina.engine;

import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.FileSearch;
import dev.lamina.spi.LayerTree;
import java.io.IOException;

/** Searches the trees of a state's images, by the indexes of their layers. */
final class TreeSearch implements FileSearch {
  private final Mounts mounts;
  private final StoreState state;

  TreeSearch(Mounts mounts, StoreState state) {
    this.mounts = mounts;
    this.state = state;
  }

  @Override
  public boolean has(ImageRecord image, String path) {
    try (LayerTree tree = mounts.stack(state, image.diffIds()).tree()) {
      return new TreePath(tree).leads(path);
    } catch (IOException e) {
      throw Failures.of("cannot search image " + image.id(), e);
    }
  }
}
