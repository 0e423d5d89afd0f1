package dev.lamina.processes;

import static dev.lamina.processes.Call.ANYTHING;
import static dev.lamina.processes.Call.NOTHING;
import static dev.lamina.processes.Call.SAME;
import static dev.lamina.processes.Call.SOMETHING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for an order in which calls can have happened. */
final class NameHistoryTest {
  private static Call put(long begin, long end, String value) {
    return new Call(begin, end, ANYTHING, value, true);
  }

  private static Call see(long begin, long end, String value) {
    return new Call(begin, end, value, SAME, true);
  }

  private static Call clear(long begin, long end) {
    return new Call(begin, end, SOMETHING, NOTHING, true);
  }

  private static Call killed(Call call) {
    return new Call(call.begin(), call.end(), call.from(), call.to(), false);
  }

  private static boolean isPossible(Call... calls) {
    return new NameHistory(List.of(calls)).violation(NOTHING).isEmpty();
  }

  @Test
  void violation_oneAfterTheOther_isNone() {
    assertThat(isPossible(see(0, 1, NOTHING), put(2, 3, "a"), see(4, 5, "a"), clear(6, 7)))
        .isTrue();
  }

  @Test
  void violation_oldValueSeenAfterAPut_isFound() {
    assertThat(isPossible(put(0, 1, "a"), put(2, 3, "b"), see(4, 5, "a"))).isFalse();
  }

  @Test
  void violation_valueSeenBeforeItWasPut_isFound() {
    assertThat(isPossible(see(0, 1, "a"), put(2, 3, "a"))).isFalse();
  }

  @Test
  void violation_putWhileItIsSeen_mayHaveHappenedOrNot() {
    assertThat(isPossible(put(0, 9, "a"), see(1, 2, NOTHING), see(3, 4, "a"))).isTrue();
    assertThat(isPossible(put(0, 9, "a"), see(1, 2, "a"), see(3, 4, NOTHING))).isFalse();
  }

  @Test
  void violation_oneValueClearedTwice_isFound() {
    assertThat(isPossible(put(0, 1, "a"), clear(2, 9), clear(3, 8))).isFalse();
    assertThat(isPossible(put(0, 1, "a"), clear(2, 9), put(3, 7, "b"), clear(4, 8))).isTrue();
  }

  @Test
  void violation_putThatSawWhatWasThereBefore_mustFit() {
    Call move = new Call(4, 5, "a", "c", true);

    assertThat(isPossible(put(0, 1, "a"), put(2, 6, "b"), move)).isTrue();
    assertThat(isPossible(put(0, 1, "a"), put(2, 3, "b"), move)).isFalse();
  }

  @Test
  void violation_callOfAKilledProcess_mayHaveHappenedOrNot() {
    Call put = killed(put(2, 3, "b"));

    assertThat(isPossible(put(0, 1, "a"), put, see(4, 5, "a"))).isTrue();
    assertThat(isPossible(put(0, 1, "a"), put, see(4, 5, "b"))).isTrue();
    assertThat(isPossible(put(0, 1, "a"), put, see(4, 5, "b"), see(6, 7, "a"))).isFalse();
    assertThat(isPossible(put(0, 1, "a"), see(4, 5, "b"), killed(put(6, 7, "b")))).isFalse();
  }

  /** A name that is kept in memory has such a history; one lie in it is found. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void violation_manyCalls_onlyLiesAreFound(long seed) {
    Random random = new Random(seed);
    List<Call> calls = new ArrayList<>();
    String state = NOTHING;
    for (int i = 0; i < 2000; i++) {
      // It happens at 10 i, and others may overlap.
      long begin = 10L * i - random.nextInt(40);
      long end = 10L * i + random.nextInt(40);
      if (random.nextBoolean()) {
        calls.add(see(begin, end, state));
      } else {
        state = "v" + i;
        calls.add(put(begin, end, state));
      }
    }

    assertThat(new NameHistory(calls).violation(NOTHING)).isEmpty();

    Call lie = see(10L * 1000 + 5, 10L * 1000 + 6, "v1");
    calls.add(lie);
    assertThat(new NameHistory(calls).violation(NOTHING)).isPresent();
  }
}
