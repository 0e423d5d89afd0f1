package dev.lamina.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RecentlyUsedTest {
  private final Map<String, Integer> map = RecentlyUsed.upTo(2);

  @Test
  void put_oneTooMany_dropsTheOneNotUsedForLongest() {
    map.put("a", 1);
    map.put("b", 2);
    assertThat(map.get("a")).isEqualTo(1);

    map.put("c", 3);

    assertThat(map).containsOnlyKeys("a", "c");
  }
}
