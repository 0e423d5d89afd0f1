package dev.lamina.internal.tar;

import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import java.util.Arrays;

/**
 * Where the data of a file with holes lies: segments in ascending order, none empty, none
 * overlapping. The archive stores the segments one after the other; all between them is zeros.
 */
public final class SparseMap {
  private final long size;
  private final long[] offsets;
  private final long[] ends;
  private final long[] stored;

  private SparseMap(long size, long[] offsets, long[] ends, long[] stored) {
    this.size = size;
    this.offsets = offsets;
    this.ends = ends;
    this.stored = stored;
  }

  /** Returns the length of the file, holes included. */
  public long size() {
    return size;
  }

  /** Returns how many bytes the archive stores of the file. */
  public long storedSize() {
    int last = offsets.length - 1;
    return last < 0 ? 0 : stored[last] + length(last);
  }

  /** Returns how many data segments there are. */
  public int segments() {
    return offsets.length;
  }

  /** Returns where in the file a segment starts. */
  public long offset(int segment) {
    return offsets[segment];
  }

  /** Returns how many bytes a segment has. */
  public long length(int segment) {
    return ends[segment] - offsets[segment];
  }

  /** Returns where in the stored data a segment starts. */
  public long storedOffset(int segment) {
    return stored[segment];
  }

  /**
   * Returns the first segment that ends after a position of the file: the one that holds it, or the
   * next one if it lies in a hole; {@link #segments()} if only a hole follows.
   */
  public int segmentAt(long position) {
    int found = Arrays.binarySearch(ends, position);
    return found < 0 ? -found - 1 : found + 1;
  }

  /** Gathers the segments of a map as an archive lists them, and refuses what is no map. */
  static final class Builder {
    private final int limit;
    private long[] offsets = new long[4];
    private long[] ends = new long[4];
    private long[] stored = new long[4];
    private int count;
    private long storedSize;
    private long lastEnd;

    Builder(Limits limits) {
      this.limit = limits.sparseSegments();
    }

    /** Adds a segment; an empty one only has to be in order. */
    void add(long offset, long length) {
      if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
        throw new InvalidArchiveException("sparse map has a segment out of range");
      }
      if (offset < lastEnd) {
        throw new InvalidArchiveException("sparse map has overlapping or unordered segments");
      }
      lastEnd = offset + length;
      if (length > 0) {
        append(offset, length);
      }
    }

    private void append(long offset, long length) {
      if (count == limit) {
        throw tooLong(limit);
      }
      if (count == offsets.length) {
        int capacity = Math.min(limit, count * 2);
        offsets = Arrays.copyOf(offsets, capacity);
        ends = Arrays.copyOf(ends, capacity);
        stored = Arrays.copyOf(stored, capacity);
      }
      offsets[count] = offset;
      ends[count] = offset + length;
      stored[count] = storedSize;
      count++;
      // Segments do not overlap, so their sum is at most the last end.
      storedSize += length;
    }

    static InvalidArchiveException tooLong(int limit) {
      return new InvalidArchiveException(
          "sparse map exceeds the limit of %d segments; raise it with Limits.sparseSegments"
              .formatted(limit));
    }

    /** Makes the map of a file of a size, of which the archive stores as many bytes as given. */
    SparseMap build(long size, long archived) {
      if (size < 0) {
        throw new InvalidArchiveException("sparse file without a size");
      }
      if (lastEnd > size) {
        throw new InvalidArchiveException("sparse map reaches beyond the file's size, " + size);
      }
      if (storedSize != archived) {
        throw new InvalidArchiveException(
            "sparse map has " + storedSize + " bytes of data, the archive " + archived);
      }
      return new SparseMap(
          size,
          Arrays.copyOf(offsets, count),
          Arrays.copyOf(ends, count),
          Arrays.copyOf(stored, count));
    }
  }
}
