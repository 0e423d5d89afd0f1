package dev.lamina.internal.layer;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Which record each hard link of a layer leads to. Links are numbered in the order of the tar, so a
 * link to a link leads to a lower number. This is the one thing that grows in memory with a layer:
 * some sixteen bytes for each hard link.
 */
final class LinkTable {
  private int[] targets = new int[16];
  private int count;
  private final BitSet visible = new BitSet();
  private int[] primaries = new int[0];

  /** Returns the number of a new link. */
  int add() {
    if (count == targets.length) {
      targets = Arrays.copyOf(targets, Math.multiplyExact(2, count));
    }
    return count++;
  }

  /** Notes that a link leads to a record that is no link. */
  void leadsTo(int link, int record) {
    targets[link] = record;
  }

  /** Notes that a link leads to what an earlier link leads to. */
  void follows(int link, int earlier) {
    targets[link] = ~earlier;
  }

  /** Notes that a link was not replaced by another entry of its path. */
  void keep(int link) {
    visible.set(link);
  }

  /** Collapses links to links. */
  void resolve() {
    for (int i = 0; i < count; i++) {
      if (targets[i] < 0) {
        targets[i] = targets[~targets[i]];
      }
    }
    primaries = visible.stream().map(link -> targets[link]).sorted().toArray();
  }

  /** Returns the record that a link leads to. */
  int primary(int link) {
    return targets[link];
  }

  /** Returns the records that visible links lead to, sorted, once for each link. */
  int[] primaries() {
    return primaries;
  }
}
