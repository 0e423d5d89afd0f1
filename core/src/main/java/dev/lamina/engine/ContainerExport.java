package dev.lamina.engine;

import dev.lamina.Exporting;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.archive.TreeExport;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
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
    export(
        file.toString(),
        tree -> AtomicFile.write(file, Fsync.FULL, out -> TreeExport.write(tree, out)));
  }

  @Override
  public void to(OutputStream out) {
    export("the stream", tree -> TreeExport.write(tree, out));
  }

  private void export(String target, Writing writing) {
    StoreState state = parts.catalog().state();
    try (Holding held = Holding.of(parts.leases(), state, container.name(), container.diffIds());
        LayerTree image = parts.mounts().stack(held.state(), container.diffIds()).tree()) {
      writing.write(ContainerTree.of(image, container.created()));
    } catch (IOException e) {
      throw Failures.of("cannot export container " + container.name() + " to " + target, e);
    }
    parts
        .catalog()
        .commit(
            now -> {
              EventDraft events = new EventDraft(now, parts.clock(), Action.EXPORT);
              events.container(Action.EXPORT, container, Map.of());
              return new Transaction(events.changes());
            });
  }
}
