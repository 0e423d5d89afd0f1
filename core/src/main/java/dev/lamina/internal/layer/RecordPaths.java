package dev.lamina.internal.layer;

import dev.lamina.spi.EntryPath;
import java.util.Arrays;

/** The paths of an index's records, each found on its way up. Immutable. */
final class RecordPaths {
  private final LayerIndex index;
  private final int[] parents;

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
    int length = -1;
    for (int at = record; at != LayerIndex.ROOT; at = parents[at]) {
      length += index.name(at).length + 1;
    }
    byte[] path = new byte[length];
    for (int at = record; at != LayerIndex.ROOT; at = parents[at]) {
      byte[] name = index.name(at);
      length -= name.length;
      System.arraycopy(name, 0, path, length, name.length);
      length--;
      if (length > 0) {
        path[length] = '/';
      }
    }
    return EntryPath.of(path);
  }
}
