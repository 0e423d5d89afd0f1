package dev.lamina.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever goes wrong, and whenever: a store is as it was before an operation, or as after it, and
 * what was acknowledged is there; the operation can be repeated, and then the store takes what it
 * takes when nothing goes wrong. {@code -Dlamina.faults=all} tries each call of the file system in
 * turn, and a number about so many, the same ones each time; {@code -Dlamina.faults.only} says of
 * which operations, and {@code -Dlamina.faults.kind} of which kind.
 */
public interface FaultContract {
  /** How much is told of what is wrong. */
  int MAX_TOLD = 20;

  /** Returns how to open a store. */
  Opening opening();

  /** Returns where stores are tried. */
  default Ground ground() {
    return Ground.MEMORY;
  }

  /** Returns how many calls are tried for each operation, durability and kind of fault. */
  default int some() {
    return 4;
  }

  /** Returns the durabilities that make a difference. */
  default List<Durability> durabilities() {
    return List.of(Durability.values());
  }

  /** Returns what only this storage can do. */
  default Stream<Operation> more() {
    return Stream.of();
  }

  @Test
  @Timeout(3600)
  default void anyOperation_anyCallFails_isDoneOrNot() throws IOException {
    String only = System.getProperty("lamina.faults.only", "");
    String onlyKind = System.getProperty("lamina.faults.kind", ".*");
    String points = System.getProperty("lamina.faults", Integer.toString(some()));
    FaultTable table = new FaultTable();
    Logger logger = Logger.getLogger("dev.lamina");
    logger.setLevel(Level.OFF); // Each fault is logged, too.
    for (Operation operation : Stream.concat(Operations.all().stream(), more()).toList()) {
      if (!operation.name().contains(only)) {
        continue;
      }
      for (Durability durability : durabilities()) {
        try (Trial trial = new Trial(opening(), ground(), operation, durability)) {
          for (FaultKind kind : FaultKind.values()) {
            if (kind.name().matches(onlyKind) && (kind.losses().isEmpty() || trial.losesPower())) {
              int step = points.equals("all") ? 1 : trial.calls() / Integer.parseInt(points);
              tryAll(trial, kind, Math.max(1, step), table);
            }
          }
        }
      }
    }

    logger.setLevel(null);
    System.out.println(table);
    assertThat(table.problems().stream().limit(MAX_TOLD)).isEmpty();
  }

  private static void tryAll(Trial trial, FaultKind kind, int step, FaultTable table)
      throws IOException {
    List<String> problems = new ArrayList<>();
    int tried = 0;
    boolean isDone = false;
    for (int n = 1 + kind.ordinal() % step; !isDone; n += step) {
      Point point = new Point(trial, kind, n);
      problems.addAll(point.problems());
      isDone = !point.happened();
      tried++;
    }
    table.add(trial, kind, tried, problems);
  }
}
