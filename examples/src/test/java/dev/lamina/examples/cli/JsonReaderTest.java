package dev.lamina.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonReaderTest {
  @Test
  void read_object_isMapsAndLists() {
    Map<String, ?> object =
        JsonReader.read(
            """
            {
                "text": "a\\n\\"\\u00e9\\\\",
                "list": [ 1, -2.5e3, true, false, [], {} ],
                "object": { "key": "value" }
            }
            """);

    assertThat(object.get("text")).isEqualTo("a\n\"é\\");
    assertThat(object.get("list"))
        .isEqualTo(
            Arrays.asList(
                new BigDecimal("1"), new BigDecimal("-2.5e3"), true, false, List.of(), Map.of()));
    assertThat(object.get("object")).isEqualTo(Map.of("key", "value"));
  }

  @Test
  void read_null_isThere() {
    assertThat(JsonReader.read("{\"nothing\":null}")).containsEntry("nothing", null);
  }
}
