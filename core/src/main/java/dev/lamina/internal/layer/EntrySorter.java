package dev.lamina.internal.layer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts what the members of a layer say by path and then by their order in the tar, in bounded
 * memory: an arena of frames is sorted when it is full and put aside as a run, and the runs are
 * merged.
 *
 * <p>A frame is: its length in four bytes, the length of its key in two, the key ({@link SortKey}),
 * what is said of it (one of the constants here) in one, and a tail.
 */
final class EntrySorter implements Closeable {
  /** A directory must be here: something lies in it. */
  static final int IMPLIED = 0;

  /** A directory is here and opaque. */
  static final int OPAQUE = 1;

  /** A whiteout. */
  static final int WHITEOUT = 2;

  /** A member; the tail is its record. */
  static final int MEMBER = 3;

  /** A hard link has this path for its target; the tail is the link's number and its key. */
  static final int LINK = 4;

  private static final int FIRST_CAPACITY = 16 * 1024;
  private static final int MIN_READ_BUFFER = 4096;
  private static final int FIXED_BYTES = 4 + 2 + 1;

  private final int budget;
  private final Scratch runs;
  private final List<Long> runEnds = new ArrayList<>();
  private byte[] arena = new byte[0];
  private int arenaLength;
  private int[] offsets = new int[64];
  private int frames;

  EntrySorter(Path scratchFile, int budget) {
    this.budget = budget;
    this.runs = new Scratch(scratchFile, budget);
  }

  /** Adds a frame; {@code key} counts in its first {@code keyLength} bytes. */
  void add(byte[] key, int keyLength, int kind, byte[] tail) throws IOException {
    int length = FIXED_BYTES + keyLength + tail.length;
    if (frames > 0 && arenaLength + (long) length > budget) {
      spill();
    }
    reserve(length);
    offsets[frames++] = arenaLength;
    LittleEndian.putInteger(arena, arenaLength, length - Integer.BYTES);
    LittleEndian.putShort(arena, arenaLength + 4, keyLength);
    System.arraycopy(key, 0, arena, arenaLength + 6, keyLength);
    int at = arenaLength + 6 + keyLength;
    arena[at] = (byte) kind;
    System.arraycopy(tail, 0, arena, at + 1, tail.length);
    arenaLength += length;
  }

  private void reserve(int length) {
    int needed = Math.addExact(arenaLength, length);
    if (needed > arena.length) {
      long doubled = Math.max(FIRST_CAPACITY, 2L * arena.length);
      arena = Arrays.copyOf(arena, (int) Math.max(needed, Math.min(budget, doubled)));
    }
    if (frames == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * frames);
    }
  }

  private void spill() throws IOException {
    Integer[] order = new Integer[frames];
    Arrays.setAll(order, i -> offsets[i]);
    Arrays.sort(order, this::compare); // stable: equal paths stay in the order of the tar
    for (int offset : order) {
      runs.append(arena, offset, Integer.BYTES + LittleEndian.integer(arena, offset));
    }
    runEnds.add(runs.length());
    frames = 0;
    arenaLength = 0;
  }

  private int compare(int a, int b) {
    int aEnd = a + 6 + LittleEndian.unsignedShort(arena, a + 4);
    int bEnd = b + 6 + LittleEndian.unsignedShort(arena, b + 4);
    return Arrays.compareUnsigned(arena, a + 6, aEnd, arena, b + 6, bEnd);
  }

  /** Hands all frames, in order, to a combiner. Nothing can be added afterwards. */
  void drainTo(EntryCombiner combiner) throws IOException {
    spill();
    arena = new byte[0];
    offsets = new int[0];
    int readBuffer = Math.max(MIN_READ_BUFFER, budget / runEnds.size());
    RunMerger merger = new RunMerger();
    long start = 0;
    for (long end : runEnds) {
      merger.add(new RunReader(runs, start, end, readBuffer));
      start = end;
    }
    while (merger.next()) {
      combiner.accept(merger.frame());
    }
    runs.close();
  }

  /** Takes away what was put aside. */
  @Override
  public void close() throws IOException {
    arena = new byte[0];
    runs.close();
  }
}
