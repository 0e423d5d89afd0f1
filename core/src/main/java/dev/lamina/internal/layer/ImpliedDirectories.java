package dev.lamina.internal.layer;

import dev.lamina.InvalidArchiveException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tells the sorter which directories must exist because something lies in them. Those that the
 * member before has implied already are left out, so that a tar in the usual order costs nothing.
 */
final class ImpliedDirectories {
  private static final byte[] NO_TAIL = {};

  /** Paths may be long and share nothing: what they imply could be a thousand times their size. */
  private static final long MAX_BYTES = 256L << 20;

  private final EntrySorter sorter;
  private byte[] previous = {0, 0};
  private boolean previousIsDirectory = true;
  private byte[] ancestor = new byte[0];
  private long bytes;

  ImpliedDirectories(EntrySorter sorter) {
    this.sorter = sorter;
  }

  /** Adds the ancestors of a path. */
  void addAncestors(byte[] key, boolean isDirectory) throws IOException {
    int common = Arrays.mismatch(key, 2, key.length, previous, 2, previous.length);
    int shared = common < 0 ? key.length : common + SortKey.DEPTH_BYTES;
    int depth = 0;
    for (int end = SortKey.DEPTH_BYTES; end < key.length; end++) {
      if (key[end] == SortKey.SEPARATOR) {
        depth++;
        boolean known =
            end < shared || (end == shared && end == previous.length && previousIsDirectory);
        if (!known) {
          add(key, end, depth);
        }
      }
    }
    previous = key;
    previousIsDirectory = isDirectory;
  }

  private void add(byte[] key, int end, int depth) throws IOException {
    bytes += end;
    if (bytes > MAX_BYTES) {
      throw new InvalidArchiveException(
          "layer entry \""
              + SortKey.describe(key, key.length)
              + "\": the layer implies too many directories without naming them");
    }
    if (ancestor.length < end) {
      ancestor = new byte[2 * end];
    }
    System.arraycopy(key, 0, ancestor, 0, end);
    SortKey.putDepth(ancestor, depth);
    sorter.add(ancestor, end, EntrySorter.IMPLIED, NO_TAIL);
  }
}
