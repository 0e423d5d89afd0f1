package dev.lamina.contract;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lamina.Digest;
import dev.lamina.HistoryEntry;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Layer;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent.ImageLoaded;
import dev.lamina.ProgressEvent.TagMoved;
import dev.lamina.ProgressListener.Answer;
import dev.lamina.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Docker Engine 20.10.24 said and had when it loaded the same archives. */
public interface RecordedLoadContract extends StoreContract {
  /** The images of the recordings. */
  String BASE = "b379b2a4f1cf";

  /** Made from {@link #BASE}. */
  String MID = "8422c88dea56";

  /** Made from {@link #BASE} too. */
  String FORK = "98c21f42bcfb";

  /** Has one layer that no other has but {@link #TWIN}. */
  String OTHER = "2c533248e020";

  /** Has the layer of {@link #OTHER}. */
  String TWIN = "6974f4148378";

  private static byte[] resource(String name) {
    try (InputStream in =
        RecordedLoadContract.class.getResourceAsStream("/dev/lamina/golden/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Loads a recorded archive; returns what the engine's command line prints meanwhile. */
  private String load(ImageStore store, String fixture) {
    Path archive = write(fixture + ".tar", resource("fixtures/" + fixture + ".tar"));
    List<String> lines = new ArrayList<>();
    List<Image> images =
        store.load(
            archive,
            Progress.to(
                event -> {
                  if (event instanceof TagMoved moved) {
                    lines.add(
                        "The image %s already exists, renaming the old one with ID %s to empty string"
                            .formatted(moved.tag(), moved.from()));
                  } else if (event instanceof ImageLoaded loaded) {
                    loaded.tags().forEach(tag -> lines.add("Loaded image: " + tag));
                    if (loaded.tags().isEmpty()) {
                      lines.add("Loaded image ID: " + loaded.id());
                    }
                  }
                  return Answer.CONTINUE;
                }));
    assertThat(images).isNotEmpty();
    return String.join("\n", lines);
  }

  /** Lists images as lines: ID, size and tags. */
  private static String listing(List<Image> images) {
    return images.stream()
        .map(
            image ->
                "%s %d %s"
                    .formatted(
                        image.id().shortId(),
                        image.size(),
                        image.tags().stream().map(Tag::toString).collect(joining(" "))))
        .map(String::stripTrailing)
        .collect(joining("\n"));
  }

  @Test
  default void load_ofMovedTag_isAsRecorded() {
    String full = "sha256:2c533248e0204dd14a2fc1d0d02e2027e78ab4c9c5929a3f7e6cf4a9ca017854";
    String moved = "sha256:d96d9c3b7503be76c94913bff6007b89bfa600965557c41729069b5d9a5c6411";
    try (ImageStore store = newStore()) {
      assertThat(load(store, "other")).isEqualTo("Loaded image: other:1");
      assertThat(load(store, "given-moved"))
          .isEqualTo(
              """
              The image other:1 already exists, renaming the old one with ID %s to empty string
              Loaded image: other:1\
              """
                  .formatted(full));
      assertThat(listing(store.images().list()))
          .isEqualTo("d96d9c3b7503 6000 other:1\n2c533248e020 4000");
      assertThat(load(store, "other"))
          .isEqualTo(
              """
              The image other:1 already exists, renaming the old one with ID %s to empty string
              Loaded image: other:1\
              """
                  .formatted(moved));
      assertThat(listing(store.images().all()))
          .isEqualTo("d96d9c3b7503 6000\n2c533248e020 4000 other:1");
      assertThat(load(store, "other")).isEqualTo("Loaded image: other:1");
    }
  }

  @Test
  default void load_oneAfterTheOther_isAsRecorded() {
    try (ImageStore store = newStore()) {
      assertThat(load(store, "other")).isEqualTo("Loaded image: other:1");
      assertThat(load(store, "given-untagged"))
          .isEqualTo(
              "Loaded image ID:"
                  + " sha256:6974f41483788cbdf0b49d396180a9cbc8b4ca95c667061af147223ce37afd9d");
      assertThat(load(store, "given-many"))
          .isEqualTo(
              """
              Loaded image: other:1
              Loaded image: other:2
              Loaded image: team/other:1
              Loaded image: 127.0.0.1:5000/other:1\
              """);
      assertThat(load(store, "given-chain-bare")).endsWith("\nLoaded image: leaf:1");
      assertThat(listing(store.images().list()))
          .isEqualTo(
              """
              6974f4148378 4000
              2c533248e020 4000 127.0.0.1:5000/other:1 other:1 other:2 team/other:1
              582136ceeb8a 6000 leaf:1\
              """);
      for (int i = 0; i < 2; i++) {
        assertThat(load(store, "given-chain"))
            .isEqualTo("Loaded image: base:1\nLoaded image: mid:1\nLoaded image: leaf:1");
      }
      assertThat(load(store, "given-ambiguous"))
          .isEqualTo("Loaded image: team-b:1\nLoaded image: team-a:1");

      assertThat(listing(store.images().all()))
          .isEqualTo(
              """
              9b9f334c1634 4000 team-a:1
              9b9fc97810cb 4000 team-b:1
              6974f4148378 4000
              2c533248e020 4000 127.0.0.1:5000/other:1 other:1 other:2 team/other:1
              582136ceeb8a 6000 leaf:1
              8422c88dea56 3000 mid:1
              b379b2a4f1cf 1000 base:1\
              """);
      assertThat(store.info().images()).isEqualTo(7);
      assertThat(store.info().layers()).isEqualTo(4);
      assertThat(store.image("leaf:1").parentId()).contains(store.image(MID).id());
      assertThat(store.image("mid:1").parentId()).contains(store.image(BASE).id());
      assertThat(store.image("leaf:1").layers())
          .extracting(Layer::chainId)
          .extracting(Digest::hex)
          .containsExactly(
              "9dc244dde66fdecd9bb06e11326e0e7aaa2d34b010f6a8839d46b07de39883bf",
              "c5516dd678558378f955ac1e115604cb319676687be6365737a7a8e3cc3c90a0",
              "40d533dde50c80598f6bd62e44ae86d105e711309b8e4e18ca9afd0a48df78ea");
    }
  }

  @Test
  default void load_ofManyFamilies_listsThemAsRecorded() {
    try (ImageStore store = newStore()) {
      for (String fixture : List.of("given-fork", "other", "twin", "given-untagged")) {
        String unused = load(store, fixture);
      }

      assertThat(listing(store.images().list()))
          .isEqualTo(
              """
              6974f4148378 4000 twin:1
              2c533248e020 4000 other:1
              98c21f42bcfb 7000 fork:1
              582136ceeb8a 6000 leaf:1
              8422c88dea56 3000 mid:1
              b379b2a4f1cf 1000 base:1\
              """);
      assertThat(store.image(FORK).parentId()).contains(store.image(BASE).id());
      assertThat(store.image(OTHER).layers()).isEqualTo(store.image(TWIN).layers());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"base", "other", "twin", "given-named-as-id"})
  default void load_ofOneImage_hasThat(String fixture) {
    try (ImageStore store = newStore()) {
      String unused = load(store, fixture);

      assertThat(store.images().all()).hasSize(1);
      assertThat(store.images().first().flatMap(Image::parentId)).isEmpty();
    }
  }

  @Test
  default void image_nameThatIsAnIdsBeginning_isAsRecorded() {
    try (ImageStore store = newStore()) {
      String unused = load(store, "twin");
      assertThat(load(store, "given-named-as-id"))
          .isEqualTo("Loaded image: 6974f4148378:latest\nLoaded image: 6974f4148378:1");

      assertThat(store.image("6974f4148378").id().shortId()).isEqualTo(OTHER);
      assertThat(store.image("6974f4148378:1").id().shortId()).isEqualTo(OTHER);
      assertThat(store.image("sha256:6974f4148378").id().shortId()).isEqualTo(TWIN);
      assertThat(store.image("6974f").id().shortId()).isEqualTo(TWIN);
    }
  }

  @Test
  default void image_ambiguousBeginning_isAsRecorded() {
    try (ImageStore store = newStore()) {
      String unused = load(store, "given-ambiguous");

      assertThat(store.image("9b9fc9").tags()).containsExactly(Tag.parse("team-b:1"));
      for (String ambiguous : List.of("9b9f", "9b9", "9", "sha256:9b9f")) {
        assertThat(store.findImage(ambiguous)).isEmpty();
      }
      assertThatThrownBy(() -> store.image("9b9f"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: 9b9f:latest");
    }
  }

  @Test
  default void load_ofOddConfigs_isAsRecorded() {
    try (ImageStore store = newStore()) {
      assertThat(load(store, "given-configs"))
          .isEqualTo(
              """
              Loaded image: no-history:1
              Loaded image: no-config:1
              Loaded image: no-created:1
              Loaded image: no-arch:1
              Loaded image: extra:1
              Loaded image: long-history:1\
              """);

      List<Image> images = store.images().list();
      assertThat(listing(images).lines().sorted())
          .containsExactly(
              "24d1a9b8f89f 4000 no-config:1",
              "4171f6678666 4000 no-history:1",
              "5cf977b8155e 4000 long-history:1",
              "63a2a163fe23 4000 extra:1",
              "c87594d6e459 4000 no-arch:1",
              "fec38886b7f1 4000 no-created:1");
      assertThat(images.get(images.size() - 1)).isEqualTo(store.image("no-created:1"));
      assertThat(store.image("no-created:1").created()).isEmpty();
      assertThat(store.image("no-history:1").history()).isEmpty();
      assertThat(store.image("long-history:1").history())
          .extracting(HistoryEntry::createdBy)
          .containsExactly("one", "two");
      assertThat(store.image("long-history:1").history())
          .extracting(HistoryEntry::emptyLayer)
          .containsExactly(false, true);
    }
  }

  /** Scenario, command, archive and image: the storage's own part is the storage's. */
  @ParameterizedTest
  @CsvSource({
    "06-configs, docker image inspect no-history:1, given-configs, no-history:1",
    "06-configs, docker image inspect no-config:1, given-configs, no-config:1",
    "06-configs, docker image inspect extra:1, given-configs, extra:1",
    "08-inspect, docker inspect leaf:1, given-chain, leaf:1",
  })
  default void inspect_image_isAsRecorded(
      String scenario, String command, String fixture, String name) throws IOException {
    String printed = withoutStorage(printed(scenario, command));
    try (ImageStore store = newStore()) {
      String unused = load(store, fixture);

      assertThat(withoutStorage(store.inspect(name).toJson())).isEqualTo(printed);
    }
  }

  private static String printed(String scenario, String command) throws IOException {
    for (JsonNode step : new ObjectMapper().readTree(resource(scenario + "/steps.json"))) {
      if (step.get("cmd").textValue().equals(command)) {
        return step.get("stdout").textValue();
      }
    }
    throw new AssertionError("not recorded: " + command);
  }

  private static String withoutStorage(String json) {
    return json.replaceFirst("(?s)\"GraphDriver\": \\{.*?\n        \\}", "\"GraphDriver\": {}");
  }

  @ParameterizedTest
  @CsvSource({
    "bad-empty, invalid archive: does not contain a manifest.json",
    "bad-history, too many non-empty layers in History section",
    "bad-json, manifest.json",
    "bad-layer-digest, invalid diffID for layer 0: expected",
    "bad-missing-config, c.json",
    "bad-missing-layer, l.tar",
    "bad-no-manifest, invalid archive: does not contain a manifest.json",
  })
  default void load_ofBadArchive_isRefused(String fixture, String message) {
    try (ImageStore store = newStore()) {
      List<String> before = StoreContract.files(store);

      assertThatThrownBy(() -> load(store, fixture))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessageContaining(message);

      assertThat(store.images().all()).isEmpty();
      assertThat(StoreContract.files(store)).isEqualTo(before);
    }
  }

  @Test
  default void load_ofArchivesThatAreAlmostBad_isAsRecorded() {
    try (ImageStore store = newStore()) {
      assertThat(load(store, "bad-no-os")).isEqualTo("Loaded image: no-os:1");
      assertThat(store.image("no-os:1").platform().os()).isEqualTo("linux");

      assertThatThrownBy(() -> load(store, "bad-parent-history"))
          .isInstanceOf(InvalidArchiveException.class)
          .hasMessage(
              "image %s is not a valid parent for %s",
              store.image("base:1").id(), store.image("child:1").id());

      assertThat(listing(store.images().all()).lines().sorted())
          .containsExactly(
              store.image("no-os:1").id().shortId() + " 4000 no-os:1",
              BASE + " 1000 base:1",
              store.image("child:1").id().shortId() + " 3000 child:1");
    }
  }
}
