package dev.lamina.engine;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.Exporting;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.archive.TreeExport;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Map;

/** Where a container's files are to go. */
record ContainerExport(Parts parts, ContainerRecord container) implements Exporting {
  /** Writes a tree. */
  @FunctionalInterface
  private interface Writing {
    void write(LayerTree tree) throws IOException;
  }

  @Override
  public void to(Path file) {
    export(file.toString(), tree -> AtomicFile.export(file, out -> TreeExport.write(tree, out)));
  }

  @Override
  public void to(OutputStream out) {
    export("the stream", tree -> TreeExport.write(tree, out));
  }

  @Override
  public void toDirectory(Path directory) {
    throw Unfinished.verb();
  }

  private void export(String target, Writing writing) {
    StoreState state = parts.catalog().state();
    if (state.container(container.id()).isEmpty()) {
      throw new ContainerNotFoundException(container.name());
    }
    try (Holding held =
            Holding.ofLayers(parts.leases(), state, container.name(), container.diffIds());
        LayerTree image = parts.mounts().stack(held.state(), container.diffIds()).tree()) {
      writing.write(ContainerTree.of(image, container.created()));
    } catch (IOException e) {
      throw Failures.of("cannot export container " + container.name() + " to " + target, e);
    }
    Notices.tell(
        parts, Action.EXPORT, events -> events.container(Action.EXPORT, container, Map.of()));
  }
}
