package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidFilterException;
import dev.lamina.PruneOption;
import dev.lamina.Repository;
import dev.lamina.internal.catalog.ImageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PrunePlannerTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
  private static final PruneOption ALL = PruneOption.ALL_UNUSED;

  private final TestState store = new TestState();
  private final Map<Digest, Instant> used = new HashMap<>();

  private PlannedPrune plan(PruneOption... options) {
    return PrunePlanner.plan(
        store.state(), List.of(options), NOW, id -> Optional.ofNullable(used.get(id)));
  }

  private List<String> steps(PruneOption... options) {
    return store.named(plan(options).report().steps()).stream()
        .filter(step -> !step.contains("chain"))
        .toList();
  }

  private List<String> spared(PruneOption... options) {
    return store.named(plan(options).report().spared());
  }

  private static Instant at(int hour) {
    return NOW.minus(Duration.ofHours(hour));
  }

  @CanIgnoreReturnValue
  private TestState image(String name, int hoursOld) {
    return store
        .image(
            name, image -> image.created(at(hoursOld)).labels(Map.of("age", "" + hoursOld)), name)
        .tag(name.toLowerCase(Locale.ROOT) + ":1", name);
  }

  @Test
  void plan_dangling_takesHeadsWithoutTag() {
    image("TAGGED", 1);
    store.image("HEAD", "h").image("PARENT", "p");
    store.image("CHILD", child -> child.parent(store.id("PARENT")), "p", "c").tag("c:1", "CHILD");
    store
        .image("DIGEST", "d")
        .tag("d@sha256:" + "1".repeat(64), "DIGEST")
        .tag("e@sha256:" + "1".repeat(64), "DIGEST");

    assertThat(steps())
        .containsExactlyInAnyOrder(
            "Deleted: HEAD",
            "Untagged: d@sha256:" + "1".repeat(64),
            "Untagged: e@sha256:" + "1".repeat(64),
            "Deleted: DIGEST");
    assertThat(steps(new Filter.Dangling(true), ALL)).isEqualTo(steps());
    assertThat(steps(new Filter.Dangling(false))).isEqualTo(steps(ALL));
  }

  @Test
  void plan_inUse_isSpared() {
    store.image("HEAD", "h").container("c1", "HEAD", "created");

    assertThat(steps()).isEmpty();
    assertThat(spared()).containsExactly("HEAD");
  }

  @Test
  void plan_spareUsed_keepsAllNames() {
    image("USED", 1).tag("used:2", "USED").container("c1", "USED", "exited");
    image("FREE", 2);

    assertThat(steps(ALL)).containsExactly("Untagged: used:1", "Untagged: free:1", "Deleted: FREE");
    assertThat(steps(ALL, PruneOption.SPARE_USED))
        .containsExactly("Untagged: free:1", "Deleted: FREE");
    assertThat(spared(ALL, PruneOption.SPARE_USED)).containsExactly("USED");
  }

  @Test
  void plan_keepLast_sparesNewestOfEachRepository() {
    for (int i = 1; i <= 4; i++) {
      int age = i;
      store.image("A" + i, image -> image.created(at(age)), "a" + i).tag("a:" + i, "A" + i);
    }
    store.image("B", image -> image.created(at(99)), "b").tag("b:1", "B");

    assertThat(steps(ALL, PruneOption.keepLast(2)))
        .containsExactly("Untagged: a:3", "Deleted: A3", "Untagged: a:4", "Deleted: A4");
    assertThat(spared(ALL, PruneOption.keepLast(2))).containsExactly("A1", "A2", "B");
    assertThat(spared(ALL, PruneOption.keepLast(0))).isEmpty();
  }

  @Test
  void plan_unusedFor_goesByNotedUseElseByTagOrAge() {
    image("OLD", 9);
    image("NOTED", 9);
    image("NEW", 2);
    store
        .image("TAGGED", image -> image.created(at(9)).lastTagged(at(3)), "t")
        .tag("t:1", "TAGGED");
    store.image("DATELESS", "d").tag("d:1", "DATELESS");
    used.put(store.id("NOTED"), at(4));

    assertThat(spared(ALL, PruneOption.unusedFor(Duration.ofHours(5))))
        .containsExactlyInAnyOrder("NOTED", "NEW", "TAGGED");
    assertThat(spared(ALL, PruneOption.unusedFor(Duration.ofHours(4))))
        .containsExactlyInAnyOrder("NEW", "TAGGED");
  }

  @Test
  void plan_unusedFor_sparesParentsTooThatWereUsed() {
    store.image("PARENT", "p");
    store.image("CHILD", child -> child.parent(store.id("PARENT")), "p", "c");
    used.put(store.id("PARENT"), at(1));

    assertThat(steps(PruneOption.unusedFor(Duration.ofHours(5)))).containsExactly("Deleted: CHILD");
  }

  @Test
  void plan_untilFree_takesWhatWasUnusedLongest() {
    image("A", 1);
    image("B", 2);
    image("C", 3);
    used.put(store.id("C"), at(0));

    assertThat(steps(ALL, PruneOption.untilFree(1001)))
        .containsExactly("Untagged: b:1", "Deleted: B", "Untagged: a:1", "Deleted: A");
    assertThat(spared(ALL, PruneOption.untilFree(1000))).containsExactly("A", "C");
    assertThat(steps(ALL, PruneOption.untilFree(0))).isEmpty();
  }

  /** A (1 hour old), B (2) and C (3) have names a:1, b:1 and c:1; what is left. */
  static Stream<Arguments> filters() {
    return Stream.of(
        arguments(new Filter.Until(at(2)), List.of("A")),
        arguments(new Filter.OlderThan(Duration.ofHours(3)), List.of("A", "B")),
        arguments(new Filter.CreatedBetween(at(3), at(2)), List.of("A", "B")),
        arguments(new Filter.Before("b:1"), List.of("A", "B")),
        arguments(new Filter.Since("b:1"), List.of("B", "C")),
        arguments(new Filter.Tagged(), List.of()),
        arguments(new Filter.Tagged().negated(), List.of("A", "B", "C")),
        arguments(new Filter.Labelled("age", Optional.of("2")), List.of("A", "C")),
        arguments(new Filter.Labelled("age", Optional.of("2")).negated(), List.of("B")),
        arguments(new Filter.SmallerThan(1000), List.of("A", "B", "C")),
        arguments(new Filter.SmallerThan(1001), List.of()),
        arguments(new Filter.Matching(List.of("[ab]")), List.of("C")),
        arguments(new Filter.Matching(List.of("[ab]")).negated(), List.of("A", "B")),
        arguments(new Filter.InRepository(Repository.parse("a")), List.of("B", "C")),
        arguments(new Filter.Not(new Filter.Until(at(2))), List.of("B", "C")));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void plan_filtered_takesWhatMeetsTheFilter(Filter filter, List<String> left) {
    image("A", 1);
    image("B", 2);
    image("C", 3);

    store.apply(plan(ALL, filter).effect().changes());

    assertThat(store.state().images().map(ImageRecord::id).map(ImageId::new))
        .containsExactlyInAnyOrderElementsOf(
            left.stream().map(name -> new ImageId(store.id(name))).toList());
  }

  @Test
  void plan_noConfigForContainers_skipsLabels() {
    store.image("BARE", "b").image("LABELLED", image -> image.labels(Map.of("k", "v")), "l");

    assertThat(steps(new Filter.Labelled("x", Optional.empty()))).containsExactly("Deleted: BARE");
    assertThat(steps(new Filter.Labelled("k", Optional.empty()).negated()))
        .containsExactly("Deleted: BARE");
    assertThat(
            steps(
                new Filter.Labelled("k", Optional.empty()).negated(),
                new Filter.Labelled("x", Optional.empty()).negated()))
        .hasSize(2);
  }

  @Test
  void plan_filterOnNames_takesTheseNamesOnly() {
    image("A", 1).tag("team/a:1", "A").tag("team/a:2", "A");

    assertThat(steps(ALL, new Filter.Matching(List.of("team/*"))))
        .containsExactly("Untagged: team/a:1", "Untagged: team/a:2");
  }

  @Test
  void plan_impossibleFilter_isRefused() {
    image("A", 1);

    assertThatThrownBy(() -> plan(ALL, new Filter.Before("nosuch")))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessage("No such image: nosuch:latest");
    assertThatThrownBy(() -> plan(ALL, new Filter.Containing("/etc")))
        .isInstanceOf(InvalidFilterException.class)
        .hasMessageContaining("/etc");
  }
}
