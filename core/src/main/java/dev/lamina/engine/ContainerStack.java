package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The layers of a container's image, with the places that engines make in each container.
 *
 * @param image the image's layers
 * @param created when the container was created
 */
record ContainerStack(LayerStack image, Instant created) implements LayerStack {
  @Override
  public List<Digest> diffIds() {
    return image.diffIds();
  }

  @Override
  public Path directory(int layer) throws IOException {
    return image.directory(layer);
  }

  @Override
  public void writeAdditions(LayerSink sink) throws IOException {
    try (ContainerTree tree = tree()) {
      tree.writePlaces(sink);
    }
  }

  @Override
  public ContainerTree tree() throws IOException {
    LayerTree tree = image.tree();
    boolean made = false;
    try {
      ContainerTree whole = ContainerTree.of(tree, created);
      made = true;
      return whole;
    } finally {
      if (!made) {
        tree.close();
      }
    }
  }
}
