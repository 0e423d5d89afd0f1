package dev.lamina.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StackIndexTest {
  private static final Random RANDOM = new Random(5);

  private static Digest digest(int number) {
    return Digest.parse("sha256:" + "%064x".formatted(number));
  }

  private static List<Digest> stack() {
    return IntStream.range(0, 1 + RANDOM.nextInt(4))
        .mapToObj(i -> digest(RANDOM.nextInt(3)))
        .toList();
  }

  private static Map<String, Integer> entries(PersistentMap<String, Integer> map) {
    return map.entries()
        .collect(Collectors.toMap(PersistentMap.Node::key, PersistentMap.Node::value));
  }

  /** One is asked after each change, one when some changes have come, and one in the end. */
  @Test
  void counts_wheneverTheyAreAsked_areTheSame() {
    List<List<Digest>> there = new ArrayList<>();
    StackIndex always = StackIndex.empty();
    StackIndex sometimes = StackIndex.empty();
    StackIndex last = StackIndex.empty();
    for (int i = 0; i < 500; i++) {
      if (!there.isEmpty() && RANDOM.nextInt(5) < 2) {
        List<Digest> gone = there.remove(RANDOM.nextInt(there.size()));
        always = always.without(gone);
        sometimes = sometimes.without(gone);
        last = last.without(gone);
      } else {
        List<Digest> stack = stack();
        there.add(stack);
        always = always.with(stack);
        sometimes = sometimes.with(stack);
        last = last.with(stack);
      }
      assertThat(always.needs().size()).isNotNegative();
      if (i == 100) {
        assertThat(entries(sometimes.tops())).isEqualTo(entries(always.tops()));
      }
    }

    assertThat(entries(last.needs())).isNotEmpty().isEqualTo(entries(always.needs()));
    assertThat(entries(last.tops())).isEqualTo(entries(always.tops()));
    assertThat(entries(sometimes.needs())).isEqualTo(entries(always.needs()));
    assertThat(StackIndex.empty().needs().size()).isZero();
  }
}
