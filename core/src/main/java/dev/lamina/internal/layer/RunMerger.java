package dev.lamina.internal.layer;

import java.io.IOException;
import java.util.Objects;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Merges sorted runs; equal paths come in the order of the runs, which is that of the tar. */
final class RunMerger {
  private final PriorityQueue<Run> runs = new PriorityQueue<>();
  private int count;
  private @Nullable Run current;

  /** Adds the next run. */
  void add(RunReader reader) throws IOException {
    if (reader.next()) {
      runs.add(new Run(reader, count++));
    }
  }

  /** Goes to the next frame. */
  boolean next() throws IOException {
    if (current != null && current.reader().next()) {
      Run head = runs.peek();
      if (head == null || current.compareTo(head) < 0) {
        return true; // neighbours mostly come from one run
      }
      runs.add(current);
    }
    current = runs.poll();
    return current != null;
  }

  /** Returns the reader that stands at the current frame. */
  RunReader frame() {
    return Objects.requireNonNull(current).reader();
  }

  private record Run(RunReader reader, int number) implements Comparable<Run> {
    @Override
    public int compareTo(Run other) {
      int order = reader.compareKey(other.reader);
      return order != 0 ? order : Integer.compare(number, other.number);
    }
  }
}
