package dev.lamina;

import java.util.List;

/**
 * What a prune did, or would do.
 *
 * @param steps the steps, in the engine's order
 * @param spared images that were not taken because something uses them or an option keeps them
 */
public record PruneReport(List<RemovalStep> steps, List<ImageId> spared) {
  /** Copies the lists. */
  public PruneReport {
    steps = List.copyOf(steps);
    spared = List.copyOf(spared);
  }

  /** Returns the bytes in the files of the layers that were released, as engines count them. */
  public long reclaimedBytes() {
    return new Removal(steps).freedBytes();
  }
}
