package dev.lamina.engine;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.Exporting;
import dev.lamina.Saving;
import dev.lamina.internal.archive.ImageArchiveWriter;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ContainerResolver;
import dev.lamina.internal.lifecycle.SaveSelection;
import java.util.List;

/** Begins to save images, and to export containers. */
final class Saves {
  private final Parts parts;

  Saves(Parts parts) {
    this.parts = parts;
  }

  Saving save(List<String> namesOrIds) {
    if (namesOrIds.isEmpty()) {
      throw new IllegalArgumentException("no image to save");
    }
    StoreState state = parts.catalog().state();
    return new ImageSaving(
        new SavedImages(parts, SaveSelection.of(state, namesOrIds)),
        ImageArchiveWriter::writeDockerLayout);
  }

  Exporting export(String nameOrId) {
    StoreState state = parts.catalog().state();
    ContainerRecord container =
        ContainerResolver.resolve(state, nameOrId)
            .orElseThrow(() -> new ContainerNotFoundException(nameOrId));
    return ContainerExport.of(parts, container);
  }
}
