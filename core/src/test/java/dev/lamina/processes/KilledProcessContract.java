package dev.lamina.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Durability;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed loses nothing that it has said is done, and leaves nothing half done,
 * wherever it was. {@code -Dlamina.rounds=N} says how many are killed.
 */
@Timeout(3600)
public interface KilledProcessContract {
  /** Returns the name of the storage. */
  String storage();

  /** Returns an empty directory of the default file system. */
  Path directory();

  @ParameterizedTest
  @EnumSource
  default void process_thatIsKilled_losesNothing(Killing killing) throws IOException {
    if (killing == Killing.IN_A_SYSTEM_CALL) {
      Needed.program("strace");
    }
    int rounds = Needed.rounds(4);
    long seed = Needed.seed();
    Random random = new Random(seed);
    int steps = 0;
    try (ShadowedStore store =
        new ShadowedStore(directory().resolve("store"), directory().resolve("shadow"), storage())) {
      for (int round = 0; round < rounds; round++) {
        Durability durability = round % 2 == 0 ? Durability.FAST : Durability.FULL;
        StoreProcess process = store.start(durability, random.nextLong());
        try (process) {
          killing.kill(process, random);
        }
        store.follow(process.done());
        store.verify(process.inFlight());
        steps += process.done().size();
      }
      store.verifyNothingIsLeft();
    }
    assertThat(steps).as("steps done, seed " + seed).isPositive();
    Needed.report("%s %s: %d rounds, %d steps, seed %d", storage(), killing, rounds, steps, seed);
  }
}
