package dev.lamina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.internal.tables.TableSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LayerTest {
  private static final Digest A = digest("a");
  private static final Digest B = digest("b");
  private static final Digest C = digest("c");

  static Stream<String> vectors() {
    return TableSource.Rows.text("digest/chainid.jsonl").lines();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void chainIds_vector_expected(String json) throws Exception {
    JsonNode vector = new ObjectMapper().readTree(json);

    assertThat(Layer.chainIds(digests(vector.path("Digests"))))
        .as(vector.path("Name").asText())
        .isEqualTo(digests(vector.path("Expected")));
  }

  // The vectors abbreviate: "sha256:a" is no digest, sixty-four times "a" is.
  private static List<Digest> digests(JsonNode texts) {
    List<Digest> digests = new ArrayList<>();
    texts.forEach(text -> digests.add(digest(text.asText().replace("sha256:", ""))));
    return digests;
  }

  private static Digest digest(String digit) {
    return new Digest("sha256", digit.repeat(64));
  }

  @Test
  void chainIds_severalLayers_eachOverAllBelow() {
    assertThat(Layer.chainIds(List.of(A, B, C)))
        .containsExactly(
            A,
            Digest.parse("sha256:ccd722928bd92476ba1745586fed6e45a102504185ad88cd89e01ff116fd146c"),
            Digest.parse(
                "sha256:c1377126441fb2f5ec2c21ae2a60255331d639e830f0ee1b40a36e52d4c40588"));
  }

  @Test
  void chainIds_otherOrder_otherIds() {
    assertThat(Layer.chainIds(List.of(B, A)).get(1))
        .isNotEqualTo(Layer.chainIds(List.of(A, B)).get(1));
  }

  @Test
  void layer_negativeSize_refused() {
    assertThatThrownBy(() -> new Layer(A, A, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative size");
  }
}
