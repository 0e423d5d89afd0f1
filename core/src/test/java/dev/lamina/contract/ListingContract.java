package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Filter;
import dev.lamina.HistoryStep;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.InvalidFilterException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.RemovalOutcome;
import dev.lamina.Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a Docker Engine 20.10.24 listed of the same images with the same filters, the histories that
 * it told, and what {@link Images} adds.
 */
public interface ListingContract extends StoreContract {
  /** The last image of the recordings, with both its names. */
  TestImage TWIN =
      TestImage.withFile("twin", "twin")
          .created("2024-02-02T10:02:00Z")
          .labels(Map.of("tier", "twin", "empty", ""))
          .tagged("twin:1", "team/twin:v1.1");

  /** Loads a recorded archive. */
  private static List<Image> loadRecorded(ImageStore store, String fixture) {
    String name = "/dev/lamina/golden/fixtures/" + fixture + ".tar";
    try (InputStream in = ListingContract.class.getResourceAsStream(name)) {
      return store.load(new ByteArrayInputStream(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a store with the images of the recording. */
  private ImageStore recorded() {
    ImageStore store = newStore();
    assertThat(loadRecorded(store, "given-fork")).hasSize(4);
    assertThat(loadRecorded(store, "other")).hasSize(1);
    load(store, TWIN);
    return store;
  }

  /** Returns a row for each tag, as {@code --format '{{.Repository}}:{{.Tag}}'}. */
  private static List<String> rows(List<Image> images) {
    return images.stream().flatMap(image -> image.tags().stream()).map(Tag::toString).toList();
  }

  private static List<String> words(String text) {
    return text == null ? List.of() : List.of(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "dangling=true,",
    "dangling=false, twin:1 team/twin:v1.1 other:1 fork:1 leaf:1 mid:1 base:1",
    "label=tier, twin:1 team/twin:v1.1 other:1 fork:1 leaf:1 mid:1 base:1",
    "label=tier=mid, mid:1",
    "label=empty, twin:1 team/twin:v1.1",
    "label=empty=, twin:1 team/twin:v1.1",
    "label=nope,",
    "label=org.example.family=given, base:1",
    "before=mid:1, base:1",
    "before=2c533248e020, fork:1 leaf:1 mid:1 base:1",
    "since=fork:1, twin:1 team/twin:v1.1 other:1",
    "since=base:1 before=twin:1, other:1 fork:1 leaf:1 mid:1",
    "reference=other, other:1",
    "reference=ba*, base:1",
    "reference=*:1, twin:1 other:1 fork:1 leaf:1 mid:1 base:1",
    "reference=*/*, team/twin:v1.1",
    "reference=*/*:v1.*, team/twin:v1.1",
    "reference=team/twin:v1.1, team/twin:v1.1",
    "reference=base reference=mid, mid:1 base:1",
    "reference=?o*:[0-9], fork:1",
    "label=tier=twin label=empty, twin:1 team/twin:v1.1",
    "label=tier=twin label=tier=fork,",
    "since=base:1 label=tier=fork, fork:1",
    "reference=2c533248e020,",
    "reference=other:nope,",
  })
  default void list_engineFilters_hasTheRowsOfTheRecording(String filters, String expected) {
    try (ImageStore store = recorded()) {
      Images images = store.images().filter(filters.split(" "));

      assertThat(rows(images.list())).isEqualTo(words(expected));
      assertThat(rows(images.all())).isEqualTo(words(expected));
      assertThat(images.count()).isEqualTo(images.list().size());
      assertThat(images.first()).isEqualTo(images.stream().findFirst());
      assertThat(images.iterator().hasNext()).isEqualTo(expected != null);
    }
  }

  @Test
  default void list_engineFiltersThatAreNone_areRefusedAtOnce() {
    try (ImageStore store = newStore()) {
      assertThatThrownBy(() -> store.images().filter("label=a", "bogus=1"))
          .isInstanceOf(InvalidFilterException.class)
          .hasMessage("Invalid filter 'bogus'");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "before=nope:9, No such image: nope:9",
    "since=nope, No such image: nope:latest",
  })
  default void list_filterOfMissingImage_isRefusedWhenAsked(String filter, String message) {
    try (ImageStore store = recorded()) {
      Images images = store.images().filter(filter);

      assertThatThrownBy(images::list)
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage(message);
      assertThatThrownBy(images::count).isInstanceOf(ImageNotFoundException.class);
    }
  }

  @Test
  default void list_malformedPattern_isRefusedWhenAsked() {
    try (ImageStore store = recorded()) {
      Images images = store.images().matching("base", "[");

      assertThatThrownBy(images::list)
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage("syntax error in pattern");
    }
  }

  @Test
  default void list_intermediateImages_areNeverDangling() {
    try (ImageStore store = newStore()) {
      assertThat(loadRecorded(store, "given-chain-bare")).isNotEmpty();
      Images images = store.images();

      assertThat(rows(images.list())).containsExactly("leaf:1");
      assertThat(images.all())
          .extracting(image -> image.id().shortId())
          .containsExactly("582136ceeb8a", "8422c88dea56", "b379b2a4f1cf");
      assertThat(images.dangling().list()).isEmpty();
      assertThat(images.dangling().all()).isEmpty();
      assertThat(rows(images.filter("dangling=false").list())).containsExactly("leaf:1");
    }
  }

  @Test
  default void list_imageThatLostItsTag_isDangling() {
    TestImage other = TestImage.withFile("other", "other");
    try (ImageStore store = newStore()) {
      load(store, TWIN.tagged("app:1"));
      load(store, other.tagged("app:1"));

      assertThat(ids(store.images().dangling())).containsExactly(TWIN.id());
      assertThat(ids(store.images().tagged())).containsExactly(other.id());
      assertThat(ids(store.images().not(new Filter.Tagged()))).containsExactly(TWIN.id());
      assertThat(ids(store.images().not(new Filter.Dangling(true)))).containsExactly(other.id());
    }
  }

  @Test
  default void list_conditionsInTypes_narrowOneAnother() {
    try (ImageStore store = recorded()) {
      Images images = store.images();

      assertThat(rows(images.labelled("tier").list())).hasSize(7);
      assertThat(rows(images.labelled("tier", "leaf").list())).containsExactly("leaf:1");
      assertThat(rows(images.repository("team/twin").list())).containsExactly("team/twin:v1.1");
      assertThat(rows(images.matching("ba*", "*/*").list()))
          .containsExactly("team/twin:v1.1", "base:1");
      assertThat(rows(images.before("leaf:1").since("base:1").list())).containsExactly("mid:1");
      assertThat(rows(images.until(Instant.parse("2024-01-02T12:00:00Z")).list()))
          .containsExactly("mid:1", "base:1");
      assertThat(
              rows(
                  images
                      .createdBetween(
                          Instant.parse("2024-01-02T10:02:00Z"),
                          Instant.parse("2024-01-04T10:04:00Z"))
                      .list()))
          .containsExactly("leaf:1", "mid:1");
      assertThat(rows(images.smallerThan(3000).list()))
          .containsExactly("twin:1", "team/twin:v1.1", "base:1");
      assertThat(rows(images.filter("until=1h").not(new Filter.Before("twin:1")).list()))
          .containsExactly("twin:1", "team/twin:v1.1");
      assertThat(rows(images.list())).hasSize(7);
    }
  }

  /** An image with all names is the same value as ever; the others are as the engine lists them. */
  @Test
  default void list_conditionOnNames_leavesTheNamesThatMeetIt() {
    try (ImageStore store = recorded()) {
      Image image = store.images().repository("twin").list().get(0);

      assertThat(image.tags()).containsExactly(Tag.parse("twin:1"));
      assertThat(image).isNotEqualTo(store.image("twin:1"));
      assertThat(image.toBuilder().tags(store.image("twin:1").tags()).build())
          .isEqualTo(store.image("twin:1"));
      assertThat(store.images().labelled("empty").list()).containsExactly(store.image("twin:1"));
      assertThat(store.images().not(new Filter.Matching(List.of("*:1"))).list()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/bin/sh",
        "usr/bin/sh",
        "/",
        "/usr",
        "/usr/",
        "//usr//bin",
        "/bin/sh",
        "/bin",
        "/bin/",
        "/dangling",
        "/usr/../bin/./sh",
        "/../usr/bin",
        "/absolute/sh",
        "/up/bin/sh",
        "/usr/bin/\u00e9"
      })
  default void containing_pathInTheTree_isFoundAsByTheKernel(String path) {
    try (ImageStore store = newStore()) {
      load(store, withTree());

      assertThat(store.images().containing(path).list()).hasSize(1);
      assertThat(store.images().not(new Filter.Containing(path)).list()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "/usr/bin/sh/",
        "/usr/bin/sh/x",
        "/usr/bin/S",
        "/dangling/",
        "/dangling/x",
        "/loop/x",
        "/gone",
        "/bin/gone",
        "/usr/bin/sh/.."
      })
  default void containing_pathThatIsNotInTheTree_isNotFound(String path) {
    try (ImageStore store = newStore()) {
      load(store, withTree());

      assertThat(store.images().containing(path).list()).isEmpty();
      assertThat(store.images().not(new Filter.Containing(path)).list()).hasSize(1);
    }
  }

  private static TestImage withTree() {
    return TestImage.of(
        TarBuilder.tar()
            .directory("usr")
            .directory("usr/bin")
            .file("usr/bin/sh", "x")
            .file("usr/bin/\u00e9", "x")
            .file("usr/bin/gone", "x")
            .file("gone", "x"),
        TarBuilder.tar()
            .whiteout("gone")
            .whiteout("usr/bin/gone")
            .symlink("bin", "usr/bin")
            .symlink("absolute", "/bin")
            .symlink("up", "../../usr")
            .symlink("dangling", "nowhere")
            .symlink("loop", "loop"));
  }

  @Test
  default void containing_severalImages_areThoseThatHaveIt() {
    TestImage one = TestImage.withFile("a", "1").created("2024-01-01T00:00:00Z");
    TestImage two = TestImage.withFile("b", "2").created("2024-01-02T00:00:00Z");
    TestImage three = one.child(TarBuilder.tar().file("b", "3")).created("2024-01-03T00:00:00Z");
    try (ImageStore store = newStore()) {
      load(store, one.tagged("one:1"), two.tagged("two:1"), three.tagged("three:1"));

      assertThat(rows(store.images().containing("/a").list())).containsExactly("three:1", "one:1");
      assertThat(rows(store.images().containing("/a").containing("/b").list()))
          .containsExactly("three:1");
      assertThat(store.images().containing("/b").first()).contains(store.image("three:1"));
      assertThat(store.images().containing("/b").count()).isEqualTo(2);
    }
  }

  @Test
  default void remove_conditionOnNames_takesThoseNamesOnly() {
    try (ImageStore store = recorded()) {
      List<RemovalOutcome> outcomes = store.images().matching("twin", "other").remove();

      assertThat(outcomes)
          .extracting(RemovalOutcome::argument)
          .containsExactly("twin:1", "other:1");
      assertThat(outcomes).allMatch(outcome -> outcome.failure().isEmpty());
      assertThat(rows(store.images().list()))
          .containsExactly("team/twin:v1.1", "fork:1", "leaf:1", "mid:1", "base:1");
    }
  }

  @Test
  default void remove_imageWithSeveralNames_takesThemOneByOne() {
    try (ImageStore store = recorded()) {
      List<RemovalOutcome> outcomes = store.images().labelled("empty").remove();

      assertThat(outcomes)
          .extracting(RemovalOutcome::argument)
          .containsExactly("twin:1", "team/twin:v1.1");
      assertThat(store.findImage(TWIN.id())).isEmpty();
      assertThat(store.images().count()).isEqualTo(5);
    }
  }

  @Test
  default void remove_imageWithoutName_isByIdAndNoOtherImage() {
    TestImage other = TestImage.withFile("other", "other");
    try (ImageStore store = newStore()) {
      load(store, TWIN.tagged("app:1"));
      load(store, other.tagged("app:1"));

      List<RemovalOutcome> outcomes = store.images().dangling().remove();

      assertThat(outcomes)
          .extracting(RemovalOutcome::argument)
          .containsExactly(TWIN.id().toString());
      assertThat(ids(store.images().all())).containsExactly(other.id());
      assertThat(store.images().dangling().remove()).isEmpty();
    }
  }

  /** Writes a history as {@code docker history}, with bytes for sizes. */
  private static List<String> history(ImageStore store, String nameOrId) {
    return store.history(nameOrId).stream()
        .map(
            step ->
                "%s %s %s %d"
                    .formatted(
                        step.image().map(ImageId::shortId).orElse("<missing>"),
                        step.created().map(Instant::toString).orElse(""),
                        step.createdBy(),
                        step.size()))
        .toList();
  }

  @Test
  default void history_recordedImages_isAsRecorded() {
    try (ImageStore store = newStore()) {
      Stream.of("given-chain", "fork", "twin")
          .forEach(fixture -> assertThat(loadRecorded(store, fixture)).isNotEmpty());

      assertThat(history(store, "leaf:1"))
          .containsExactly(
              "582136ceeb8a 2024-01-03T10:03:00Z /bin/sh -c #(nop) ADD layer 2 3000",
              "8422c88dea56 2024-01-02T10:02:00Z /bin/sh -c #(nop) ADD layer 1 2000",
              "b379b2a4f1cf 2024-01-01T10:01:00Z /bin/sh -c #(nop) ADD layer 0 1000");
      assertThat(history(store, "fork:1"))
          .containsExactly(
              "98c21f42bcfb 2024-01-04T10:04:00Z /bin/sh -c #(nop) ADD layer 1 6000",
              "<missing> 2024-01-01T10:01:00Z /bin/sh -c #(nop) ADD layer 0 1000");
      assertThat(history(store, "b379b2a4f1cf"))
          .containsExactly("b379b2a4f1cf 2024-01-01T10:01:00Z /bin/sh -c #(nop) ADD layer 0 1000");
      assertThat(store.history("twin:1"))
          .extracting(HistoryStep::size)
          .containsExactly(0L, 0L, 4000L);
      assertThat(store.history("twin:1"))
          .extracting(step -> step.image().isPresent())
          .containsExactly(true, false, false);
      assertThat(store.history("leaf:1"))
          .extracting(HistoryStep::tags)
          .containsExactly(
              List.of(Tag.parse("leaf:1")),
              List.of(Tag.parse("mid:1")),
              List.of(Tag.parse("base:1")));
      assertThatThrownBy(() -> store.history("nope:1"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: nope:1");
    }
  }
}
