package dev.lamina.internal.layer;

import java.util.Arrays;

/** The files of a layer, in the order in which they lie in its tar. */
final class StoredFiles {
  private StoredFiles() {}

  /** Returns the records of all files. */
  static int[] of(LayerIndex index) {
    long[] sorted = new long[index.records()];
    int count = 0;
    for (int record = 0; record < sorted.length; record++) {
      if (index.type(record) == RecordType.FILE) {
        sorted[count++] = index.dataBlock(record) << Integer.SIZE | record;
      }
    }
    Arrays.sort(sorted, 0, count);
    int[] files = new int[count];
    for (int i = 0; i < count; i++) {
      files[i] = (int) sorted[i];
    }
    return files;
  }
}
