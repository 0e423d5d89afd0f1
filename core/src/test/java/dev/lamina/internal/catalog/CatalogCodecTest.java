package dev.lamina.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lamina.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogCodecTest {
  private static final Digest A = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest B = Digest.parse("sha256:" + "b".repeat(64));

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changes_random_surviveAsAsciiOnOneLine(long seed) {
    CatalogExamples examples = new CatalogExamples(seed);
    StoreState state = StoreState.empty();
    for (int i = 0; i < 200; i++) {
      List<Change> changes = new ArrayList<>(examples.transaction(state).changes());
      state = state.applyAll(changes);

      byte[] json = CatalogCodec.encode(changes, true);

      assertThat(CatalogCodec.decodeChanges(json)).isEqualTo(changes);
      for (byte b : json) {
        assertThat(b).isBetween((byte) ' ', (byte) '~');
      }
    }
  }

  // The format: what is written here has to be readable for ever.
  @Test
  void encode_eachChange_isAsDocumented() {
    ImageRecord image =
        ImageRecord.builder(A)
            .parent(B)
            .created(Instant.ofEpochSecond(12, 34))
            .platform("linux", "arm")
            .variant("v7")
            .osVersion("1")
            .diffIds(List.of(B))
            .lastTagged(Instant.ofEpochSecond(-1))
            .manifests(List.of(new BlobRef(B, "application/json", 5, BlobRef.MANIFEST)))
            .variants(List.of(new VariantRecord("linux", "arm64", "", "", A, B, List.of(A))))
            .blobs(List.of(A))
            .labels(Map.of("k", "v"))
            .build();
    ContainerRecord container =
        new ContainerRecord(
            "c",
            "web",
            A,
            "app:1",
            List.of(B),
            "{}",
            Map.of("l", "1"),
            Instant.ofEpochSecond(1),
            ContainerRecord.EXITED,
            Optional.of(Instant.ofEpochSecond(2)),
            Optional.of(Instant.ofEpochSecond(3)),
            4,
            "held");
    EventRecord event =
        new EventRecord(
            7, Instant.ofEpochSecond(5), EventRecord.IMAGE, "tag", "a", Map.of("x", "y"), "load");
    LayerRecord layer = new LayerRecord(A, 1, 2, List.of(new LayerForm(B, 3, "gzip")));
    List<Change> changes =
        List.of(
            new Change.PutLayer(layer),
            new Change.PutImage(image),
            new Change.PutReference("docker.io/library/a:b", A),
            new Change.RemoveReference("docker.io/library/a:b"),
            new Change.RemoveImage(A),
            new Change.RemoveLayer(A),
            new Change.PutContainer(container),
            new Change.RemoveContainer("c"),
            new Change.AddEvent(event));
    String expected =
        """
        {"changes":[\
        {"op":"putLayer","diffId":"A","size":1,"tarSize":2,\
        "forms":[{"blob":"B","size":3,"compression":"gzip"}]},\
        {"op":"putImage","id":"A","parent":"B","created":[12,34],"os":"linux","architecture":"arm",\
        "variant":"v7","osVersion":"1","diffIds":["B"],"lastTagged":[-1,0],\
        "manifests":[{"digest":"B","mediaType":"application/json","size":5,"role":"manifest"}],\
        "variants":[{"os":"linux","architecture":"arm64","config":"A","manifest":"B",\
        "diffIds":["A"]}],"blobs":["A"],"labels":{"k":"v"}},\
        {"op":"putReference","reference":"docker.io/library/a:b","image":"A"},\
        {"op":"removeReference","reference":"docker.io/library/a:b"},\
        {"op":"removeImage","id":"A"},\
        {"op":"removeLayer","diffId":"A"},\
        {"op":"putContainer","id":"c","name":"web","image":"A","imageName":"app:1",\
        "diffIds":["B"],"config":"{}","labels":{"l":"1"},"created":[1,0],"status":"exited",\
        "started":[2,0],"finished":[3,0],"exitCode":4,"lease":"held"},\
        {"op":"removeContainer","id":"c"},\
        {"op":"addEvent","number":7,"time":[5,0],"type":"image","action":"tag","actor":"a",\
        "attributes":{"x":"y"},"cause":"load"}]}"""
            .replace("\"A\"", "\"" + A + "\"")
            .replace("\"B\"", "\"" + B + "\"");

    assertThat(text(CatalogCodec.encode(changes, true))).isEqualTo(expected);
    assertThat(CatalogCodec.decodeChanges(bytes(expected))).isEqualTo(changes);
    assertThat(text(CatalogCodec.encode(List.of(), false)))
        .isEqualTo("{\"unforced\":true,\"changes\":[]}");
  }

  @Test
  void decode_unknownFields_areSkipped() {
    String json =
        "{\"more\":[{}],\"changes\":[{\"op\":\"removeImage\",\"since\":1,\"id\":\"" + A + "\"}]}";

    assertThat(CatalogCodec.decodeChanges(bytes(json))).containsExactly(new Change.RemoveImage(A));
    assertThat(
            CatalogCodec.decodeHeader(
                bytes(
                    "{\"format\":\"f\",\"version\":1,\"generation\":2,\"snapshot\":3,\"x\":null}")))
        .isEqualTo(new JournalHeader("f", 1, 2, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "null",
        "{\"changes\":[{\"op\":\"explode\"}]}",
        "{\"changes\":[{}]}",
        "{\"changes\":[1]}",
        "{\"changes\":[{\"op\":1}]}",
        "{\"changes\":[{\"op\":\"removeImage\"}]}",
        "{\"changes\":[{\"op\":\"removeImage\",\"id\":7}]}",
        "{\"changes\":[{\"op\":\"removeImage\",\"id\":\"sha256:zz\"}]}",
        "{\"changes\":[],\"changes\":[]}"
      })
  void decode_other_isRefused(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CatalogCodec.decodeChanges(bytes(json)))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank());
  }
}
