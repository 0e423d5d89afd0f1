package dev.lamina.internal.tar;

/** Which parts of a sparse file are stored, one after another; all others read as zeros. */
public final class SparseMap {
  private final long size;
  private final long[] offsets;
  private final long[] lengths;

  /** Makes a map of a file's length and of the segments that are stored, in ascending order. */
  public SparseMap(long size, long[] offsets, long[] lengths) {
    this.size = size;
    this.offsets = offsets.clone();
    this.lengths = lengths.clone();
  }

  /** Returns the length of the file, holes included. */
  public long size() {
    return size;
  }

  /** Returns how many segments are stored. */
  public int segments() {
    return offsets.length;
  }

  /** Returns where in the file a segment begins. */
  public long offset(int segment) {
    return offsets[segment];
  }

  /** Returns the length of a segment. */
  public long length(int segment) {
    return lengths[segment];
  }
}
