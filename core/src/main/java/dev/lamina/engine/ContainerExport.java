package dev.lamina.engine;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.Exporting;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Exports a container's files, with what was changed in them. */
record ContainerExport(Parts parts, ContainerRecord container) implements TreeExporting.Source {
  /** Begins to export a container. */
  static Exporting of(Parts parts, ContainerRecord container) {
    return new TreeExporting(
        "container " + container.name(),
        new ContainerExport(parts, container),
        () ->
            Notices.tell(
                parts,
                Action.EXPORT,
                events -> events.container(Action.EXPORT, container, Map.of())));
  }

  @Override
  public void read(TreeExporting.Reading reading) throws IOException {
    StoreState state = parts.catalog().state();
    if (state.container(container.id()).isEmpty()) {
      throw new ContainerNotFoundException(container.name());
    }
    Optional<OpenTree> changed = new CommittedContainer(parts, container).open();
    if (changed.isPresent()) {
      try (OpenTree tree = changed.get()) {
        reading.read(tree.tree());
      }
    } else {
      readUnchanged(state, reading);
    }
  }

  private void readUnchanged(StoreState state, TreeExporting.Reading reading) throws IOException {
    try (Holding held =
            Holding.ofLayers(parts.leases(), state, container.name(), container.diffIds());
        LayerTree tree =
            new ContainerStack(
                    parts.mounts().stack(held.state(), container.diffIds()), container.created())
                .tree()) {
      reading.read(tree);
    }
  }
}
