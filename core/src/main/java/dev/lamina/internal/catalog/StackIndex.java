package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import dev.lamina.Layer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How often stacks of layers are needed: each by the images and containers that have it, and by the
 * stacks that have one more layer on top. So a change ends at the first stack that others share.
 *
 * <p>It is counted when it is first asked, or something is taken away, and from then on with every
 * change: to open a store of thousands of images would take twice as long otherwise, and most
 * programs remove nothing. So what waits to be counted is never more than what is there.
 */
final class StackIndex {
  private static final StackIndex EMPTY = new StackIndex(new Later(null, List.of()));

  private volatile State state;

  private StackIndex(State state) {
    this.state = state;
  }

  /** What is counted, or is to be. */
  private sealed interface State permits Later, Counts {}

  /**
   * A stack that is needed once more, and not counted yet.
   *
   * @param before what is there besides; null if that is nothing at all
   */
  private record Later(@Nullable StackIndex before, List<Digest> stack) implements State {}

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
    return new StackIndex(
        state instanceof Counts counts ? counts.counting(diffIds, 1) : new Later(this, diffIds));
  }

  StackIndex without(List<Digest> diffIds) {
    return new StackIndex(counts().counting(diffIds, -1));
  }

  /** Returns how often a stack is needed, by its chain ID's digits. */
  PersistentMap<String, Integer> needs() {
    return counts().needs();
  }

  /** Returns how many of these stacks have a layer on top, by its digits. */
  PersistentMap<String, Integer> tops() {
    return counts().tops();
  }

  /** Two threads may count at once, and come to the same. */
  private Counts counts() {
    Deque<Later> changes = new ArrayDeque<>();
    State now = state;
    while (now instanceof Later later && later.before() != null) {
      changes.push(later);
      now = later.before().state;
    }
    Counts counts = now instanceof Counts known ? known : Counts.NONE;
    for (Later change : changes) {
      counts = counts.counting(change.stack(), 1);
    }
    if (this != EMPTY) {
      state = counts;
    }
    return counts;
  }

  /**
   * What is counted.
   *
   * @param needs how often a stack is needed
   * @param tops how many of these stacks have a layer on top
   */
  private record Counts(PersistentMap<String, Integer> needs, PersistentMap<String, Integer> tops)
      implements State {
    static final Counts NONE = new Counts(PersistentMap.empty(), PersistentMap.empty());

    Counts counting(List<Digest> diffIds, int by) {
      List<Digest> chainIds = Layer.chainIds(diffIds);
      PersistentMap<String, Integer> newNeeds = needs;
      PersistentMap<String, Integer> newTops = tops;
      boolean isShared = false;
      for (int n = diffIds.size() - 1; n >= 0 && !isShared; n--) {
        String chainId = chainIds.get(n).hex();
        int before = count(newNeeds, chainId);
        isShared = before > 0 && before + by > 0;
        newNeeds = with(newNeeds, chainId, before + by);
        if (!isShared) {
          String top = diffIds.get(n).hex();
          newTops = with(newTops, top, count(newTops, top) + by);
        }
      }
      return new Counts(newNeeds, newTops);
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
}
