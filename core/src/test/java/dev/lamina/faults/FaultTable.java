package dev.lamina.faults;

import java.util.ArrayList;
import java.util.List;

/** The points that were tried, and what was wrong. */
final class FaultTable {
  private final List<String> rows = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int points;

  /** Adds what came of one operation, durability and kind of fault. */
  void add(Trial trial, FaultKind kind, int tried, List<String> found) {
    rows.add(
        "| %-28s | %-4s | %-13s | %5d | %6d | %8d |"
            .formatted(
                trial.operation().name(),
                trial.durability(),
                kind.name().toLowerCase(java.util.Locale.ROOT),
                trial.calls(),
                tried,
                found.size()));
    points += tried;
    problems.addAll(found);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public String toString() {
    String head =
        "| %-28s | %-4s | %-13s | %5s | %6s | %8s |"
            .formatted("operation", "dur.", "fault", "calls", "points", "failures");
    return "%n%s%n%s%n%d points, %d failures%n"
        .formatted(head, String.join(System.lineSeparator(), rows), points, problems.size());
  }
}
