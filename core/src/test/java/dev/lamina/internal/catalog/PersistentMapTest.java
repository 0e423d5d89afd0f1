package dev.lamina.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersistentMapTest {
  private static Map<Integer, String> toMap(PersistentMap<Integer, String> map) {
    Map<Integer, String> copy = new TreeMap<>();
    map.entries().forEach(entry -> copy.put(entry.key(), entry.value()));
    return copy;
  }

  private static List<Integer> keysFrom(PersistentMap<Integer, String> map, int first) {
    return map.from(first).map(PersistentMap.Node::key).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 50, 3000})
  void changes_random_areThoseOfTreeMap(int keys) {
    Random random = new Random(keys);
    TreeMap<Integer, String> expected = new TreeMap<>();
    PersistentMap<Integer, String> map = PersistentMap.empty();

    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(keys);
      if (random.nextInt(i % 4000 < 2000 ? 4 : 2) == 0) {
        expected.remove(key);
        map = map.remove(key);
      } else {
        expected.put(key, "v" + i);
        map = map.put(key, "v" + i);
      }
      assertThat(map.size()).isEqualTo(expected.size());
      assertThat(map.get(key)).isEqualTo(expected.get(key));
      if (i % 500 == 0) {
        int first = random.nextInt(keys);
        assertThat(toMap(map)).isEqualTo(expected);
        assertThat(map.values()).containsExactlyElementsOf(expected.values());
        assertThat(keysFrom(map, first))
            .containsExactlyElementsOf(expected.tailMap(first).keySet());
        assertThat(map.checkedHeight()).isLessThan(18);
      }
    }
  }

  /** Texts that begin alike, are short, or have characters beyond a byte. */
  @Test
  void changes_texts_areThoseOfTreeMap() {
    Random random = new Random(7);
    String characters = "\0ab\u00fe\u00ff\u0100\u0101\ud800";
    TreeMap<String, Integer> expected = new TreeMap<>();
    PersistentMap<String, Integer> map = PersistentMap.empty();

    for (int i = 0; i < 20_000; i++) {
      String key =
          random
              .ints(random.nextInt(7), 0, characters.length())
              .mapToObj(c -> characters.substring(c, c + 1))
              .collect(Collectors.joining());
      boolean removes = random.nextInt(3) == 0;
      map = removes ? map.remove(key) : map.put(key, i);
      if (removes) {
        expected.remove(key);
      } else {
        expected.put(key, i);
      }
      assertThat(map.get(key)).isEqualTo(expected.get(key));
    }

    assertThat(map.entries().map(PersistentMap.Node::key))
        .containsExactlyElementsOf(expected.keySet());
    assertThat(map.values()).containsExactlyElementsOf(expected.values());
    assertThat(map.from("b").map(PersistentMap.Node::key))
        .containsExactlyElementsOf(expected.tailMap("b").keySet());
  }

  @Test
  void changes_afterwards_leaveEarlierMapsAlone() {
    List<PersistentMap<Integer, String>> maps = new ArrayList<>();
    List<Map<Integer, String>> copies = new ArrayList<>();
    PersistentMap<Integer, String> map = PersistentMap.empty();
    Random random = new Random(1);

    for (int i = 0; i < 300; i++) {
      map = random.nextBoolean() ? map.put(random.nextInt(60), "v" + i) : map.remove(i % 60);
      maps.add(map);
      copies.add(toMap(map));
    }

    for (int i = 0; i < maps.size(); i++) {
      assertThat(toMap(maps.get(i))).isEqualTo(copies.get(i));
    }
  }

  @Test
  void remove_unknownKey_isTheSameMap() {
    PersistentMap<Integer, String> map = PersistentMap.<Integer, String>empty().put(1, "a");

    assertThat(map.remove(2)).isSameAs(map);
    assertThat(map.remove(1).isEmpty()).isTrue();
  }

  @Test
  void put_ascending_staysBalanced() {
    PersistentMap<Integer, String> map = PersistentMap.empty();

    for (int i = 0; i < 100_000; i++) {
      map = map.put(i, "");
    }

    assertThat(map.checkedHeight()).isLessThanOrEqualTo(24);
  }
}
