package dev.lamina.internal.layer;

import dev.lamina.spi.EntryPath;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

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
    if (record == LayerIndex.ROOT) {
      return EntryPath.ROOT;
    }
    Directory parent = latest;
    if (parent.record() != parents[record]) {
      parent = new Directory(parents[record], find(parents[record]));
      latest = parent;
    }
    return parent.path().resolve(index.name(record));
  }

  private EntryPath find(int record) {
    Deque<byte[]> names = new ArrayDeque<>();
    int length = 0;
    for (int at = record; at != LayerIndex.ROOT; at = parents[at]) {
      names.push(index.name(at));
      length += names.element().length + 1;
    }
    ByteBuffer path = ByteBuffer.allocate(length);
    names.forEach(name -> path.put(name).put((byte) '/'));
    return EntryPath.of(Arrays.copyOf(path.array(), Math.max(0, length - 1)));
  }
}
