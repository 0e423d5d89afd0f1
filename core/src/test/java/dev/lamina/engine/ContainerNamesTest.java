package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class ContainerNamesTest {
  private static final String ID = "a1".repeat(32);

  /** Chooses the same each time. */
  private static final RandomGenerator STUCK = () -> 0x0123456789abcdefL;

  private static StoreState with(StoreState state, String id, String name) {
    return state.apply(
        new Change.PutContainer(
            new ContainerRecord(
                id,
                name,
                Digest.parse("sha256:" + ID),
                "app",
                List.of(),
                "{}",
                Map.of(),
                Instant.EPOCH,
                ContainerRecord.CREATED,
                Optional.empty(),
                Optional.empty(),
                0,
                "")));
  }

  @Test
  void next_emptyStore_isTwoWords() {
    Set<String> names = new HashSet<>();
    ContainerNames generator = new ContainerNames(new Random(1));

    for (int i = 0; i < 1000; i++) {
      names.add(generator.next(StoreState.empty(), ID));
    }

    assertThat(names).hasSizeGreaterThan(900).allMatch(name -> name.matches("[a-z]+_[a-z]+"));
    assertThat(new ContainerNames(new Random(7)).next(StoreState.empty(), ID))
        .isEqualTo(new ContainerNames(new Random(7)).next(StoreState.empty(), ID));
  }

  @Test
  void next_nameThatIsTaken_getsADigitAtLastTheId() {
    ContainerNames generator = new ContainerNames(STUCK);
    String first = generator.next(StoreState.empty(), ID);
    StoreState one = with(StoreState.empty(), "1".repeat(64), first);
    String second = generator.next(one, ID);
    StoreState two = with(one, "2".repeat(64), second);
    String third = generator.next(two, ID);

    assertThat(second).matches(first + "\\d");
    assertThat(third).isEqualTo(ID.substring(0, 12));
    assertThat(generator.next(with(two, "3".repeat(64), third), ID)).isEqualTo(ID);
  }

  @Test
  void id_random_is64DigitsOfNoOther() {
    ContainerIds ids = new ContainerIds(new Random(1));

    String id = ids.next(StoreState.empty());

    assertThat(id).matches("[0-9a-f]{64}").isNotEqualTo(ids.next(StoreState.empty()));
    assertThat(new ContainerIds(new Random(1)).next(with(StoreState.empty(), id, "c1")))
        .isNotEqualTo(id);
  }

  @Test
  void id_stuckGenerator_isRefused() {
    RandomGenerator zero = () -> 0; // The short ID would be a number.

    assertThatIllegalStateException()
        .isThrownBy(() -> new ContainerIds(zero).next(StoreState.empty()));
  }
}
