package dev.lamina.processes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether calls that overlapped can have happened one after the other: each at an instant between
 * its begin and its end (they are linearisable). The search of Wing and Gong, made at each end for
 * the calls that are open then, as Lowe has it.
 */
final class NameHistory {
  private final List<Call> calls;

  NameHistory(List<Call> calls) {
    this.calls = List.copyOf(calls);
  }

  /** What may be: where the name points to, and which of the open calls have happened. */
  private record Possibility(String state, Set<Integer> happened) {
    Possibility with(int call, String after) {
      Set<Integer> more = new TreeSet<>(happened);
      more.add(call);
      return new Possibility(after, more);
    }

    Possibility without(int call) {
      Set<Integer> fewer = new TreeSet<>(happened);
      fewer.remove(call);
      return new Possibility(state, fewer);
    }
  }

  private record Edge(long time, int call, boolean isEnd) {}

  /** Returns the first call that cannot have happened, given what came before; empty if all can. */
  Optional<Call> violation(String initial) {
    Set<Possibility> possible = Set.of(new Possibility(initial, Set.of()));
    Set<Integer> open = new TreeSet<>();
    for (Edge edge : edges()) {
      if (!edge.isEnd()) {
        open.add(edge.call());
        continue;
      }
      possible = afterEnd(possible, open, edge.call());
      open.remove(edge.call());
      if (possible.isEmpty()) {
        return Optional.of(calls.get(edge.call()));
      }
    }
    return Optional.empty();
  }

  /** Of what is at the same time, begins come first: that allows more. */
  private List<Edge> edges() {
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      edges.add(new Edge(calls.get(i).begin(), i, false));
      edges.add(new Edge(calls.get(i).end(), i, true));
    }
    edges.sort(Comparator.comparingLong(Edge::time).thenComparing(Edge::isEnd));
    return edges;
  }

  private Set<Possibility> afterEnd(Set<Possibility> possible, Set<Integer> open, int ended) {
    Set<Possibility> result = new HashSet<>();
    Set<Possibility> seen = new HashSet<>(possible);
    Deque<Possibility> pending = new ArrayDeque<>(possible);
    while (!pending.isEmpty()) {
      Possibility now = pending.pop();
      if (now.happened().contains(ended)) {
        result.add(now.without(ended));
        continue;
      }
      if (!calls.get(ended).isCertain()) {
        result.add(now);
      }
      for (int call : open) {
        if (!now.happened().contains(call) && calls.get(call).isPossible(now.state())) {
          Possibility next = now.with(call, calls.get(call).after(now.state()));
          if (seen.add(next)) {
            pending.push(next);
          }
        }
      }
    }
    return result;
  }
}
