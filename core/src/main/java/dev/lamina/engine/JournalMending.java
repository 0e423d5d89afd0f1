package dev.lamina.engine;

import dev.lamina.Finding;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.JournalSalvage;
import dev.lamina.internal.catalog.StoreLock;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes a damaged journal again, of what is left of it and of the blobs. */
final class JournalMending {
  private final StoreLayout layout;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final SetAside setAside;

  JournalMending(StoreLayout layout, BlobStore blobs, LayerStore layers, SetAside setAside) {
    this.layout = layout;
    this.blobs = blobs;
    this.layers = layers;
    this.setAside = setAside;
  }

  Step mend(Finding finding, StoreLock lock) {
    return lock.holding(
        () -> {
          try {
            return mendLocked(finding);
          } catch (IOException e) {
            throw Failures.of("cannot write the journal of " + layout.root() + " again", e);
          }
        });
  }

  private Step mendLocked(Finding finding) throws IOException {
    JournalSalvage salvage = JournalSalvage.read(layout.root());
    if (salvage.damages().isEmpty()) {
      return Mending.step(finding, Outcome.GONE, "it is as it should be by now");
    }
    StoreState state = CatalogueRecovery.recover(layout, blobs, layers, salvage);
    Optional<Path> kept = setAside.copy(Catalog.journalIn(layout.root()));
    Catalog.rewrite(layout.root(), state, salvage.generation());
    return new Step(finding, Outcome.DONE, detail(salvage, state), kept);
  }

  private static String detail(JournalSalvage salvage, StoreState state) {
    if (!salvage.isLossy()) {
      return "written again, with nothing lost";
    }
    int found = state.imageCount() - salvage.state().imageCount();
    return "written again of what is left: %d images, of which %d were found by their blobs"
        .formatted(state.imageCount(), found);
  }
}
