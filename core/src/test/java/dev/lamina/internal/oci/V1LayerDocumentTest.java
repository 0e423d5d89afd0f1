package dev.lamina.internal.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class V1LayerDocumentTest {
  private static final String DIFF_ID = "sha256:" + "0".repeat(64);

  private static List<V1LayerDocument> of(String json) {
    return V1LayerDocument.of(ConfigDocument.parse(Resources.utf8(json), "config x"));
  }

  /** In the order of the engine's own, as far as recordings show it: they hide the values. */
  @ParameterizedTest
  @CsvSource({
    "b379b2a4f1cf6d77991b1c5ca3d6e8d48b1fa11610e7643a814a35d0d2af3dcc, "
        + "2a9cb04013f98c96757224a4f4f1114f29531b7fb20949c9e7725075ce09c7a0",
    "8422c88dea56ed8372338ff8930a08577ec413a2b419ab55dc9a95475e8216c2, "
        + "066085dffd4b01fe669a2f15d8023fabaccdcff1c1a8ffdfc89c998698dbce11 "
        + "2eefc6152949e843597a80a55a843a8a54569dd846b390dfba8d27bfdf22f386",
    "582136ceeb8a52eecf3a8e25cf0cfa419e012e5ea48bf5804e11c427f2283f5f, "
        + "066085dffd4b01fe669a2f15d8023fabaccdcff1c1a8ffdfc89c998698dbce11 "
        + "759ebf23d0b23a54ecd7e2bebf6c6b2846ecbba943d0bec405858010e9746119 "
        + "08002c04507b13f2ca63a762fb66ccc55d7d0bf09e1a9ca5f4375e64aa52b4d3",
  })
  void ids_areDigestsOfWhatIsSaid(String image, String ids) {
    Map<String, byte[]> files = Resources.archive("golden/fixtures/given-chain.tar");
    ConfigDocument config = ConfigDocument.parse(files.get(image + ".json"), image);

    List<V1LayerDocument> layers = V1LayerDocument.of(config);

    assertThat(layers).extracting(V1LayerDocument::id).containsExactly(ids.split(" "));
  }

  @Test
  void json_ofLayers_givesOnlyTheTopOneWhatTheConfigSays() {
    List<V1LayerDocument> layers =
        of(
            """
            {"os":"linux","architecture":"arm64","variant":"v8","author":"me",
             "created":"2024-05-06T07:08:09.120Z","config":{"Cmd":["<a>"]},
             "rootfs":{"type":"layers","diff_ids":["%s","%s"]}}
            """
                .formatted(DIFF_ID, DIFF_ID));

    assertThat(layers).hasSize(2);
    assertThat(layers.get(0).json())
        .startsWith(
            "{\"id\":\"%s\",\"created\":\"1970-01-01T00:00:00Z\",\"container_config\":{"
                .formatted(layers.get(0).id()))
        .endsWith("\"Labels\":null},\"os\":\"linux\"}");
    assertThat(layers.get(1).json())
        .startsWith(
            "{\"id\":\"%s\",\"parent\":\"%s\",\"created\":\"2024-05-06T07:08:09.12Z\","
                .formatted(layers.get(1).id(), layers.get(0).id()))
        .contains("\"author\":\"me\",\"config\":{", "\"Cmd\":[\"\\u003ca\\u003e\"]")
        .endsWith("\"architecture\":\"arm64\",\"variant\":\"v8\",\"os\":\"linux\"}");
  }

  @Test
  void json_withoutOs_saysNone() {
    List<V1LayerDocument> layers =
        of("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}".formatted(DIFF_ID));

    assertThat(layers.get(0).json())
        .contains("\"created\":\"0001-01-01T00:00:00Z\"")
        .doesNotContain("\"os\"", "\"parent\"", "\"Size\"");
  }

  @Test
  void json_withFieldsOfOldImages_keepsWhatTheEngineKeeps() {
    List<V1LayerDocument> layers =
        of(
            """
            {"id":"old","parent":"below","Size":7,"os":"linux",
             "rootfs":{"type":"layers","diff_ids":["%s"]}}
            """
                .formatted(DIFF_ID));

    assertThat(layers.get(0).json())
        .startsWith("{\"id\":\"" + layers.get(0).id() + "\",\"parent\":\"below\",")
        .endsWith(",\"os\":\"linux\",\"Size\":7}");
  }
}
