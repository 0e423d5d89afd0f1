package dev.lamina.internal.tar;

import dev.lamina.Limits;

/** Makes sparse maps for tests of other packages. */
public final class SparseMaps {
  private SparseMaps() {}

  /** Returns the map of a file with these segments of data. */
  public static SparseMap of(long size, long[] offsets, long[] lengths) {
    SparseMap.Builder builder = new SparseMap.Builder(Limits.defaults());
    long stored = 0;
    for (int i = 0; i < offsets.length; i++) {
      builder.add(offsets[i], lengths[i]);
      stored += lengths[i];
    }
    return builder.build(size, stored);
  }
}
