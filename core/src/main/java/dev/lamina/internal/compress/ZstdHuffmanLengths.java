package dev.lamina.internal.compress;

import java.util.Arrays;

/** Computes how long the Huffman codes of symbols are, at most as long as zstd allows. */
final class ZstdHuffmanLengths {
  private static final int LONGEST = ZstdHuffmanTable.INDEX_BITS;
  private static final int SYMBOLS = 256;

  /** Count and symbol of each leaf, in order; behind them the counts of inner nodes. */
  private final long[] leaves = new long[SYMBOLS];

  private final long[] counts = new long[2 * SYMBOLS];
  private final int[] parents = new int[2 * SYMBOLS];

  /** Computes the lengths, 0 for what does not come; two symbols or more come. */
  void compute(int[] symbolCounts, int[] lengths) {
    int leafCount = 0;
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
      lengths[symbol] = 0;
      if (symbolCounts[symbol] > 0) {
        leaves[leafCount++] = (long) symbolCounts[symbol] << 8 | symbol;
      }
    }
    Arrays.sort(leaves, 0, leafCount);
    join(leafCount);
    int[] depths = new int[2 * leafCount - 1];
    for (int node = 2 * leafCount - 3; node >= 0; node--) {
      depths[node] = depths[parents[node]] + 1;
    }
    limit(depths, leafCount);
    for (int leaf = 0; leaf < leafCount; leaf++) {
      lengths[(int) leaves[leaf] & 0xff] = depths[leaf];
    }
  }

  /** Joins the two rarest nodes again and again; inner nodes come in order by themselves. */
  private void join(int leafCount) {
    for (int leaf = 0; leaf < leafCount; leaf++) {
      counts[leaf] = leaves[leaf] >>> 8;
    }
    int leaf = 0;
    int inner = leafCount;
    for (int node = leafCount; node < 2 * leafCount - 1; node++) {
      counts[node] = 0;
      for (int child = 0; child < 2; child++) {
        boolean takeLeaf = leaf < leafCount && (inner >= node || counts[leaf] <= counts[inner]);
        int taken = takeLeaf ? leaf++ : inner++;
        counts[node] += counts[taken];
        parents[taken] = node;
      }
    }
  }

  /** Shortens what is too long, at the cost of those that are rare, and spends what is left. */
  private static void limit(int[] depths, int leafCount) {
    int used = 0;
    for (int leaf = 0; leaf < leafCount; leaf++) {
      depths[leaf] = Math.min(depths[leaf], LONGEST);
      used += 1 << (LONGEST - depths[leaf]);
    }
    int whole = 1 << LONGEST;
    // The leaves are in order, the rarest first: their codes are the longest.
    for (int leaf = 0; used > whole; leaf++) {
      while (depths[leaf] < LONGEST && used > whole) {
        depths[leaf]++;
        used -= 1 << (LONGEST - depths[leaf]);
      }
    }
    for (int leaf = leafCount - 1; used < whole; leaf--) {
      while (used + (1 << (LONGEST - depths[leaf])) <= whole) {
        used += 1 << (LONGEST - depths[leaf]);
        depths[leaf]--;
      }
    }
  }
}
