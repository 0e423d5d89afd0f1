package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.Holds;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.lifecycle.Garbage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes blobs that were let go of, unless the catalogue, a mount or a lease still needs them.
 * What cannot be deleted now does no harm: it is garbage, and not known to anybody.
 */
final class GarbageCollector {
  private final Catalog catalog;
  private final BlobStore blobs;
  private final Holds holds;
  private final UnpackedLayers unpacked;
  private final Unforced unforced;

  GarbageCollector(Catalog catalog, BlobStore blobs, UnpackedLayers unpacked, Unforced unforced) {
    this.catalog = catalog;
    this.blobs = blobs;
    this.holds = blobs.holds();
    this.unpacked = unpacked;
    this.unforced = unforced;
  }

  /** Deletes what a removal let go of, as far as nobody needs it. */
  void collect(Garbage garbage) {
    collect(new Needs(Set.copyOf(garbage.blobs()), Set.copyOf(garbage.layers())));
  }

  /** Deletes what of this nobody needs any more, and what dead processes had held. */
  void collect(Needs candidates) {
    try (Endings trash = new Endings()) {
      if (!unneeded(catalog.state(), candidates).isEmpty()) {
        unforced.settle(); // Most of it now, as it may take long.
      }
      // Under the lock, nobody can begin to need what is garbage.
      boolean unused = catalog.lock().holding(() -> collectLocked(candidates, trash));
    } catch (IOException | RuntimeException e) {
      Loggers.of(GarbageCollector.class)
          .log(Level.WARNING, "blobs that nobody needs any more stay", e);
    }
  }

  /** Directories may take long to delete: here they are only taken out of the way. */
  private boolean collectLocked(Needs candidates, Endings trash) {
    try {
      Holds.Found found = holds.find();
      Needs unneeded = unneeded(catalog.state(), candidates.and(found.dead()));
      Needs garbage = unneeded.without(found.living());
      if (!garbage.isEmpty()) {
        unforced.settleLocked();
      }
      blobs.delete(garbage);
      if (!garbage.layers().isEmpty() && unpacked.hasAny()) {
        Staging staging = blobs.stage();
        trash.add(staging::close);
        unpacked.moveTo(staging, garbage.layers());
      }
      return true;
    } catch (IOException e) {
      Loggers.of(GarbageCollector.class)
          .log(Level.WARNING, "blobs that nobody needs any more stay", e);
      return false;
    }
  }

  /** Returns what of this the catalogue does not need. */
  static Needs unneeded(StoreState state, Needs candidates) {
    Set<Digest> blobs =
        candidates.blobs().stream()
            .filter(blob -> state.imagesNaming(blob).findAny().isEmpty())
            .filter(blob -> state.layersIn(blob).findAny().isEmpty())
            .collect(Collectors.toSet());
    Set<Digest> layers =
        candidates.layers().stream()
            .filter(diffId -> state.layer(diffId).isEmpty())
            .collect(Collectors.toSet());
    return new Needs(blobs, layers);
  }
}
