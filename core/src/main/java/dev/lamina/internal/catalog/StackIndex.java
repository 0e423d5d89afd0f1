package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import dev.lamina.Layer;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often stacks of layers are needed: each by the images and containers that have it, and by the
 * stacks that have one more layer on top. So a change ends at the first stack that others share.
 *
 * @param needs how often a stack is needed, by its chain ID's digits
 * @param tops how many of these stacks have a layer on top, by its digits
 */
record StackIndex(PersistentMap<String, Integer> needs, PersistentMap<String, Integer> tops) {
  private static final StackIndex EMPTY =
      new StackIndex(PersistentMap.empty(), PersistentMap.empty());

  static StackIndex empty() {
    return EMPTY;
  }

  StackIndex withAll(Stream<List<Digest>> stacks) {
    return stacks.reduce(this, StackIndex::with, (before, after) -> after);
  }

  StackIndex withoutAll(Stream<List<Digest>> stacks) {
    return stacks.reduce(this, StackIndex::without, (before, after) -> after);
  }

  StackIndex with(List<Digest> diffIds) {
    return counting(diffIds, 1);
  }

  StackIndex without(List<Digest> diffIds) {
    return counting(diffIds, -1);
  }

  private StackIndex counting(List<Digest> diffIds, int one) {
    List<Digest> chainIds = Layer.chainIds(diffIds);
    PersistentMap<String, Integer> newNeeds = needs;
    PersistentMap<String, Integer> newTops = tops;
    boolean isShared = false;
    for (int n = diffIds.size() - 1; n >= 0 && !isShared; n--) {
      String chainId = chainIds.get(n).hex();
      int before = count(newNeeds, chainId);
      isShared = before > 0 && before + one > 0;
      newNeeds = with(newNeeds, chainId, before + one);
      if (!isShared) {
        String top = diffIds.get(n).hex();
        newTops = with(newTops, top, count(newTops, top) + one);
      }
    }
    return new StackIndex(newNeeds, newTops);
  }

  private static PersistentMap<String, Integer> with(
      PersistentMap<String, Integer> counts, String key, int count) {
    return count == 0 ? counts.remove(key) : counts.put(key, count);
  }

  private static int count(PersistentMap<String, Integer> counts, String key) {
    Integer count = counts.get(key);
    return count == null ? 0 : count;
  }
}
