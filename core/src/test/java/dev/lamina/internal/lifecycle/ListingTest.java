package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Filter;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Repository;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The store of these tests, oldest first: {@code base} with the children {@code mid} (no name,
 * child {@code leaf}) and {@code fork} (no name); {@code digest}, which has digests alone; {@code
 * both}, which has a digest as well; {@code bare} without configuration or name; {@code timeless}.
 */
final class ListingTest {
  private static final String DIGEST = "@sha256:" + "a".repeat(64);
  private static final Instant NOW = Instant.parse("2024-02-01T00:00:00Z");

  private static final StoreState STATE =
      States.empty()
          .layer(1, 1000)
          .layer(2, 2000)
          .image("base", i -> i.created(day(1)).labels(States.labels("tier", "base", "all", "")))
          .image("mid", i -> i.created(day(2)).parent(States.id("base")))
          .image("leaf", i -> i.created(day(3)).parent(States.id("mid")))
          .image("fork", i -> i.created(day(4)).parent(States.id("base")))
          .image("digest", i -> i.created(day(5)).labels(States.labels("tier", "digest")))
          .image("both", i -> i.created(day(6)).labels(States.labels("tier", "both", "all", "")))
          .image("bare", i -> i.created(day(7)).diffIds(List.of(States.layer(1), States.layer(2))))
          .image("timeless", i -> i.diffIds(List.of(States.layer(2), States.layer(2))))
          .reference("docker.io/library/base:1", "base")
          .reference("docker.io/team/base:1", "base")
          .reference("docker.io/library/leaf:1", "leaf")
          .reference("docker.io/library/app" + DIGEST, "digest")
          .reference("docker.io/library/app:1", "both")
          .reference("localhost:5000/app" + DIGEST, "both")
          .reference("localhost:5000/app:2", "timeless")
          .state();

  private static Instant day(int day) {
    return Instant.parse("2024-01-0" + day + "T00:00:00Z");
  }

  private static List<String> list(StoreState state, boolean all, Filter... filters) {
    return Listing.list(state, List.of(filters), all, NOW)
        .map(image -> States.name(image.image()))
        .toList();
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "true, bare both digest fork leaf mid base timeless",
    "false, bare both digest fork leaf base timeless",
  })
  void list_withoutFilter_hasAllButTheIntermediate(boolean all, String expected) {
    assertThat(list(STATE, all)).isEqualTo(words(expected));
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        Arguments.of(new Filter.Dangling(true), "bare digest fork", ""),
        Arguments.of(new Filter.Dangling(false), "both digest leaf base timeless", ""),
        Arguments.of(new Filter.Tagged(), "both leaf base timeless", ""),
        Arguments.of(Filter.parse("label=tier"), "both digest base", ""),
        Arguments.of(Filter.parse("label=tier=base"), "base", ""),
        Arguments.of(Filter.parse("label=all="), "both base", ""),
        Arguments.of(Filter.parse("label=tier="), "", ""),
        Arguments.of(Filter.parse("label=nope"), "", ""),
        Arguments.of(Filter.parse("label!=tier"), "bare fork leaf timeless", "mid"),
        Arguments.of(
            Filter.parse("label!=tier=base"), "bare both digest fork leaf timeless", "mid"),
        Arguments.of(new Filter.Before("leaf:1"), "base", "mid"),
        Arguments.of(new Filter.Before(States.id("base").shortHex()), "", ""),
        Arguments.of(new Filter.Since("leaf" + ":1"), "bare both digest fork", ""),
        Arguments.of(new Filter.Since("app" + DIGEST), "bare both", ""),
        Arguments.of(new Filter.Before("localhost:5000/app:2"), "", ""),
        Arguments.of(
            new Filter.Since("localhost:5000/app:2"), "bare both digest fork leaf base", "mid"),
        Arguments.of(new Filter.Until(day(3)), "base", "mid"),
        Arguments.of(new Filter.Until(Instant.MAX), "bare both digest fork leaf base", "mid"),
        Arguments.of(new Filter.OlderThan(Duration.ofDays(29)), "base", "mid"),
        Arguments.of(new Filter.OlderThan(Duration.ofSeconds(Long.MAX_VALUE)), "", ""),
        Arguments.of(
            new Filter.OlderThan(Duration.ofSeconds(Long.MIN_VALUE)),
            "bare both digest fork leaf base",
            "mid"),
        Arguments.of(new Filter.CreatedBetween(day(3), day(5)), "fork leaf", ""),
        Arguments.of(new Filter.CreatedBetween(day(5), day(3)), "", ""),
        Arguments.of(new Filter.SmallerThan(3001), "bare both digest fork leaf base", "mid"),
        Arguments.of(new Filter.SmallerThan(3000), "both digest fork leaf base", "mid"),
        Arguments.of(new Filter.SmallerThan(0), "", ""),
        Arguments.of(new Filter.InRepository(Repository.parse("app")), "both digest", ""),
        Arguments.of(new Filter.InRepository(Repository.parse("ap")), "", ""),
        Arguments.of(
            new Filter.InRepository(Repository.parse("localhost:5000/app")), "both timeless", ""),
        Arguments.of(Filter.parse("reference=app"), "both digest", ""),
        Arguments.of(Filter.parse("reference=*:1"), "both leaf base", ""),
        Arguments.of(Filter.parse("reference=*/*"), "both base timeless", ""),
        Arguments.of(Filter.parse("reference=nope"), "", ""),
        Arguments.of(new Filter.Matching(List.of("leaf", "team/*")), "leaf base", ""),
        Arguments.of(new Filter.Matching(List.of()), "", ""),
        Arguments.of(
            new Filter.AllOf(List.of(new Filter.Tagged(), Filter.parse("label=tier"))),
            "both base",
            ""),
        Arguments.of(
            new Filter.AllOf(List.of()), "bare both digest fork leaf base timeless", "mid"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void list_filter_hasWhatMeetsIt(Filter filter, String expected, String intermediate) {
    List<String> all = new ArrayList<>(list(STATE, true, filter));
    all.removeAll(words(intermediate));

    assertThat(list(STATE, false, filter)).isEqualTo(words(expected));
    assertThat(all).isEqualTo(words(expected));
    assertThat(list(STATE, true, filter)).containsAll(words(intermediate));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void list_negatedFilter_hasAllElse(Filter filter) {
    List<String> expected = new ArrayList<>(list(STATE, true));
    expected.removeAll(list(STATE, true, filter));

    assertThat(list(STATE, true, new Filter.Not(filter))).isEqualTo(expected);
    assertThat(list(STATE, true, new Filter.Not(new Filter.Not(filter))))
        .isEqualTo(list(STATE, true, filter));
    assertThat(list(STATE, true, filter, filter.negated())).isEmpty();
  }

  private static List<String> names(Filter... filters) {
    return Listing.list(STATE, List.of(filters), false, NOW)
        .flatMap(image -> image.references().stream())
        .toList();
  }

  @Test
  void references_withoutConditionOnNames_areAll() {
    assertThat(names(Filter.parse("label=tier=base")))
        .containsExactly("docker.io/library/base:1", "docker.io/team/base:1");
    assertThat(names(new Filter.Not(Filter.parse("reference=leaf")), Filter.parse("label=all")))
        .containsExactly(
            "docker.io/library/app:1",
            "localhost:5000/app" + DIGEST,
            "docker.io/library/base:1",
            "docker.io/team/base:1");
  }

  @Test
  void references_withConditionsOnNames_areThoseThatMeetAll() {
    Filter app = new Filter.InRepository(Repository.parse("app"));

    assertThat(names(app))
        .containsExactly("docker.io/library/app:1", "docker.io/library/app" + DIGEST);
    assertThat(names(Filter.parse("reference=*/*")))
        .containsExactly(
            "localhost:5000/app" + DIGEST, "docker.io/team/base:1", "localhost:5000/app:2");
    assertThat(names(app, Filter.parse("reference=*:1")))
        .containsExactly("docker.io/library/app:1");
    assertThat(names(Filter.parse("reference=*/*:1"), Filter.parse("reference=team/*")))
        .containsExactly("docker.io/team/base:1");
    assertThat(names(app, Filter.parse("reference=localhost:5000/*"))).isEmpty();
    assertThat(names(new Filter.AllOf(List.of(app, Filter.parse("reference=*:1")))))
        .containsExactly("docker.io/library/app:1");
  }

  /** As with engines, what a tag is hidden from has no tag. */
  @Test
  void list_conditionOnTags_countsTheNamesThatAreLeft() {
    Filter elsewhere = Filter.parse("reference=localhost:5000/app");

    assertThat(list(STATE, false, elsewhere)).containsExactly("both", "timeless");
    assertThat(list(STATE, false, elsewhere, new Filter.Dangling(true))).containsExactly("both");
    assertThat(list(STATE, false, elsewhere, new Filter.Tagged())).containsExactly("timeless");
    assertThat(list(STATE, false, elsewhere, new Filter.Not(Filter.parse("reference=app"))))
        .containsExactly("both", "timeless");
  }

  @Test
  void list_manyOfOneKind_areTheStrictest() {
    assertThat(list(STATE, false, new Filter.Before("leaf:1"), new Filter.Before("app:1")))
        .containsExactly("base");
    assertThat(list(STATE, false, new Filter.Since("leaf:1"), new Filter.Since("app" + DIGEST)))
        .containsExactly("bare", "both");
    assertThat(list(STATE, false, Filter.parse("label=tier"), Filter.parse("label=all")))
        .containsExactly("both", "base");
  }

  @ParameterizedTest
  @CsvSource({
    "before=nosuch, No such image: nosuch:latest",
    "since=nosuch:9, No such image: nosuch:9",
    "before=sha256:zz, No such image: sha256:zz",
  })
  void list_imageNotThere_saysSoAsTheEngine(String text, String message) {
    for (StoreState state : List.of(STATE, StoreState.empty())) {
      assertThatThrownBy(() -> list(state, false, Filter.parse(text)))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage(message);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "before=a//b, invalid reference format",
    "reference=[, syntax error in pattern",
    "reference=[a, syntax error in pattern",
  })
  void list_malformedText_saysSoAsTheEngine(String text, String message) {
    for (Filter filter : List.of(Filter.parse(text), Filter.parse(text).negated())) {
      assertThatThrownBy(() -> list(STATE, false, filter))
          .isInstanceOf(InvalidReferenceException.class)
          .hasMessage(message);
    }
  }

  @Test
  void list_order_isBySecondsThenById() {
    Instant second = Instant.parse("2024-01-01T00:00:01Z");
    StoreState state =
        States.empty()
            .image("a", i -> i.created(second.plusNanos(5)))
            .image("b", i -> i.created(second.plusNanos(999_999_999)))
            .image("c", i -> i.created(second))
            .image("new", i -> i.created(second.plusSeconds(1)))
            .image("epoch", i -> i.created(Instant.EPOCH))
            .image("old", i -> i.created(Instant.parse("1969-01-01T00:00:00Z")))
            .image("timeless", i -> i)
            .state();

    List<String> expected = new ArrayList<>(List.of("new"));
    state
        .images()
        .filter(image -> List.of("a", "b", "c").contains(States.name(image)))
        .forEach(image -> expected.add(States.name(image)));
    expected.addAll(List.of("epoch", "old", "timeless"));
    assertThat(list(state, false)).isEqualTo(expected);
    assertThat(list(state, false, Filter.parse("label!=x"))).isEqualTo(expected);
  }

  @Test
  void list_containing_asksOnlyOfImagesThatMeetAllElse() {
    List<String> asked = new ArrayList<>();
    FileSearch files =
        (image, path) -> {
          asked.add(States.name(image) + path);
          return path.equals("/yes");
        };
    List<Filter> yes =
        List.of(
            new Filter.Containing("/yes"), Filter.parse("label=tier"), Filter.parse("reference=*"));
    List<Filter> no =
        List.of(new Filter.Not(new Filter.Containing("/yes")), Filter.parse("label=tier"));

    assertThat(Listing.list(STATE, yes, false, NOW, files)).hasSize(3);
    assertThat(asked).containsExactly("both/yes", "digest/yes", "base/yes");
    assertThat(Listing.list(STATE, no, false, NOW, files)).isEmpty();
    asked.clear();
    assertThat(Listing.list(STATE, yes, false, NOW, files).findFirst()).isPresent();
    assertThat(asked).containsExactly("both/yes");
    assertThatThrownBy(() -> list(STATE, false, new Filter.Containing("/etc")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/etc");
  }

  @ParameterizedTest
  @CsvSource({
    "a, a, a",
    "library/a, a, a",
    "docker.io/library/a/b:1, library/a/b, library/a/b",
    "team/a:1, team/a, team/a",
    "localhost:5000/a:1, localhost:5000/a, localhost:5000/a",
    "localhost/a, localhost/a, localhost/a",
    "docker.io/localhost/a, localhost/a, localhost/a",
  })
  void familiarText_canonicalText_isWhatTheReferencePrints(String text, String name) {
    for (String typed : List.of(text, text.replaceFirst(":1$", "") + DIGEST)) {
      Reference reference = Reference.parse(typed);

      String canonical = reference.canonical();
      int start = FamiliarText.start(canonical);

      assertThat(canonical.substring(start)).isEqualTo(reference.toString());
      assertThat(canonical.substring(start, FamiliarText.nameEnd(canonical))).isEqualTo(name);
      assertThat(FamiliarText.isTag(canonical)).isEqualTo(typed.equals(text));
    }
  }

  @Test
  void list_ofEmptyStore_isEmpty() {
    assertThat(list(StoreState.empty(), true)).isEmpty();
    assertThat(list(StoreState.empty(), false, Filter.parse("reference=*"))).isEmpty();
  }

  @Test
  void listedImage_hasTheRecord() {
    List<ListedImage> images =
        Listing.list(STATE, List.of(Filter.parse("reference=leaf")), false, NOW).toList();

    assertThat(images).hasSize(1);
    ImageRecord image = images.get(0).image();
    assertThat(STATE.image(States.id("leaf"))).contains(image);
  }
}
