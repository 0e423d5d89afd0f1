package dev.lamina.internal.layer;

import dev.lamina.spi.EntryPath;
import java.util.Arrays;

/** The paths of an index's records, each found on its way up. Safe for use by several threads. */
final class RecordPaths {
  private final LayerIndex index;
  private final int[] parents;
  private volatile Directory latest = new Directory(LayerIndex.ROOT, EntryPath.ROOT);

  /** A directory whose path is known: files that lie together are most often in the same. */
  private record Directory(int record, EntryPath path) {}

  RecordPaths(LayerIndex index) {
    this.index = index;
    this.parents = new int[index.records()];
    for (int record = 0; record < parents.length; record++) {
      if (index.type(record) == RecordType.DIRECTORY) {
        Arrays.fill(parents, index.childrenStart(record), index.childrenEnd(record), record);
      }
    }
  }

  EntryPath path(int record) {
    return record == LayerIndex.ROOT
        ? EntryPath.ROOT
        : directory(parents[record]).resolve(index.name(record));
  }

  private EntryPath directory(int record) {
    Directory known = latest;
    if (known.record() == record) {
      return known.path();
    }
    EntryPath path = path(record);
    latest = new Directory(record, path);
    return path;
  }
}
