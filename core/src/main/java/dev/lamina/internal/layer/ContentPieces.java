package dev.lamina.internal.layer;

import java.util.Arrays;

/** Where in a layer's tar the contents of its files lie, in order: a sparse file has several. */
final class ContentPieces {
  private int count;
  private int[] records = new int[16];
  private long[] starts = new long[16];
  private long[] lengths = new long[16];
  private long[] offsets = new long[16];

  ContentPieces(LayerIndex index) {
    for (int record : StoredFiles.of(index)) {
      if (index.isSparse(record)) {
        addSegments(index, record);
      } else {
        add(record, index.dataOffset(record), index.size(record), 0);
      }
    }
  }

  private void addSegments(LayerIndex index, int record) {
    for (int segment = 0; segment < index.segments(record); segment++) {
      long stored = index.segmentStored(record, segment);
      add(
          record,
          index.dataOffset(record) + stored,
          index.segmentStored(record, segment + 1) - stored,
          index.segmentOffset(record, segment));
    }
  }

  private void add(int record, long start, long length, long offset) {
    if (length == 0) {
      return;
    }
    if (count == records.length) {
      records = Arrays.copyOf(records, 2 * count);
      starts = Arrays.copyOf(starts, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
      offsets = Arrays.copyOf(offsets, 2 * count);
    }
    records[count] = record;
    starts[count] = start;
    lengths[count] = length;
    offsets[count] = offset;
    count++;
  }

  int count() {
    return count;
  }

  /** Returns which file a piece belongs to. */
  int record(int piece) {
    return records[piece];
  }

  /** Returns where in the tar a piece begins; after the last, never. */
  long start(int piece) {
    return piece < count ? starts[piece] : Long.MAX_VALUE;
  }

  /** Returns where in the tar a piece has ended. */
  long end(int piece) {
    return starts[piece] + lengths[piece];
  }

  /** Returns where in its file a piece begins. */
  long offset(int piece) {
    return offsets[piece];
  }

  /** Returns the piece that a position in the tar belongs to; -1 if it is in none. */
  int at(long position) {
    int found = Arrays.binarySearch(starts, 0, count, position);
    int piece = found >= 0 ? found : -found - 2;
    return piece >= 0 && position < end(piece) ? piece : -1;
  }
}
