package dev.lamina.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever somebody else does to a store while an operation is under way, and whenever: nothing of
 * what the operation brings or uses is taken from it, nothing half is seen, and nothing is left
 * that belongs to nothing. {@code -Dlamina.faults=all} tries each call of the file system in turn;
 * else some are taken, the same ones each time.
 */
public interface InterleavingContract {
  /** How much is told of what is wrong. */
  int MAX_TOLD = 20;

  /** What is logged when something is wrong, which here is meant to be. */
  Logger LOGGER = Logger.getLogger("dev.lamina");

  /** Returns how to open a store. */
  Opening opening();

  /**
   * Returns where stores are tried: on a real file system, whose locks keep others away.
   *
   * @param directory an empty one
   */
  default Ground ground(Path directory) throws IOException {
    return new DiskGround(directory, plot -> {});
  }

  /** Returns how many calls are tried for each operation and interference. */
  default int some() {
    return 10;
  }

  @BeforeEach
  default void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  @AfterEach
  default void beLoud() {
    LOGGER.setLevel(null);
  }

  @Test
  @Timeout(3600)
  default void anyOperation_othersInterfereAtAnyCall_isDoneOrNot(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path directory) throws IOException {
    boolean all = System.getProperty("lamina.faults", "").equals("all");
    List<String> problems = new ArrayList<>();
    int points = 0;
    Ground ground = ground(directory);
    for (Operation operation : Operations.all()) {
      if (operation.isOfClosedStore()) {
        continue;
      }
      try (Trial trial = new Trial(opening(), ground, operation, Durability.FAST)) {
        int step = all ? 1 : Math.max(1, trial.calls() / some());
        for (Interference interference : Interference.values()) {
          boolean isDone = false;
          for (int n = 1 + interference.ordinal() % step; !isDone; n += step) {
            Interleaving interleaving = new Interleaving(opening(), trial, interference, n);
            problems.addAll(interleaving.problems());
            isDone = !interleaving.happened();
            points++;
          }
        }
      }
    }

    System.out.printf("%d interleavings, %d failures%n", points, problems.size());
    assertThat(problems.stream().limit(MAX_TOLD)).isEmpty();
  }
}
