package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.HistoryEntry;
import dev.lamina.HistoryStep;
import dev.lamina.ImageId;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.StoreState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final Instant TIME = Instant.parse("2024-01-01T10:01:00Z");
  private static final StoreState STATE =
      States.empty()
          .layer(1, 1000)
          .layer(2, 2000)
          .image("base", i -> i)
          .image("top", i -> i.parent(States.id("base")).diffIds(layers()))
          .image("orphan", i -> i.parent(States.id("gone")).diffIds(layers()))
          .reference("docker.io/library/base:2", "base")
          .reference("docker.io/library/base:1", "base")
          .reference("docker.io/library/base@sha256:" + "0".repeat(64), "base")
          .reference("docker.io/library/top:1", "top")
          .state();

  private static List<Digest> layers() {
    return List.of(States.layer(1), States.layer(2));
  }

  private static HistoryEntry entry(String step, boolean emptyLayer) {
    return new HistoryEntry(Optional.of(TIME), step, "author", step + "!", emptyLayer);
  }

  private static List<HistoryStep> history(String image, HistoryEntry... entries) {
    return History.of(STATE, STATE.image(States.id(image)).orElseThrow(), List.of(entries));
  }

  @Test
  void of_image_isNewestFirstWithSizesAndTheImagesOfTheChain() {
    List<HistoryStep> steps =
        history("top", entry("a", false), entry("b", true), entry("c", false), entry("d", true));

    assertThat(steps)
        .containsExactly(
            new HistoryStep(
                Optional.of(new ImageId(States.id("top"))),
                List.of(Tag.parse("top:1")),
                Optional.of(TIME),
                "d",
                "d!",
                0),
            new HistoryStep(
                Optional.of(new ImageId(States.id("base"))),
                List.of(Tag.parse("base:1"), Tag.parse("base:2")),
                Optional.of(TIME),
                "c",
                "c!",
                2000),
            new HistoryStep(Optional.empty(), List.of(), Optional.of(TIME), "b", "b!", 0),
            new HistoryStep(Optional.empty(), List.of(), Optional.of(TIME), "a", "a!", 1000));
  }

  @Test
  void of_imageWhoseParentIsGone_hasItsOwnStepOnly() {
    assertThat(history("orphan", entry("a", false), entry("b", false)))
        .extracting(HistoryStep::image)
        .containsExactly(Optional.of(new ImageId(States.id("orphan"))), Optional.empty());
  }

  @Test
  void of_chainLongerThanTheHistory_endsWithTheHistory() {
    assertThat(history("top", entry("a", false))).hasSize(1);
    assertThat(history("top")).isEmpty();
  }

  @Test
  void of_stepWithoutLayer_hasNoSize() {
    assertThat(history("base", entry("a", false)))
        .extracting(HistoryStep::size)
        .containsExactly(0L);
  }
}
