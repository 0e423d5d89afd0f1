package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.Digest;
import dev.lamina.Filter;
import dev.lamina.PruneOption;
import dev.lamina.internal.catalog.ImageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prunes recorded from Docker Engine 20.10.24, one after the other. */
final class PruneRecordingTest {
  private static final Digest BASE =
      sha256("b379b2a4f1cf6d77991b1c5ca3d6e8d48b1fa11610e7643a814a35d0d2af3dcc");
  private static final Digest MID =
      sha256("8422c88dea56ed8372338ff8930a08577ec413a2b419ab55dc9a95475e8216c2");
  private static final Digest LEAF =
      sha256("582136ceeb8a52eecf3a8e25cf0cfa419e012e5ea48bf5804e11c427f2283f5f");
  private static final Digest FORK =
      sha256("98c21f42bcfb22060f70d43ec67276b9e0ab80b929680634e7e639ffb4e026ee");
  private static final Digest OTHER =
      sha256("2c533248e0204dd14a2fc1d0d02e2027e78ab4c9c5929a3f7e6cf4a9ca017854");
  private static final Digest TWIN =
      sha256("6974f41483788cbdf0b49d396180a9cbc8b4ca95c667061af147223ce37afd9d");

  private static final Digest BASE_LAYER =
      sha256("9dc244dde66fdecd9bb06e11326e0e7aaa2d34b010f6a8839d46b07de39883bf");
  private static final Digest MID_LAYER =
      sha256("2edda8af3c9d9ae184291361be6b878cabd18e0f5e356007184108bad9011d29");
  private static final Digest LEAF_LAYER =
      sha256("54bbb004a31fb421ca1c294be7b91307e7d4fe0715751d2d4dfcee57a5de3642");
  private static final Digest FORK_LAYER =
      sha256("150b04a8760a17c61f31d9443cd813fb3cf731fea78f28d95897a2e671e79949");
  private static final Digest OTHER_LAYER =
      sha256("2eac46a2d67b2b2b792f60751bcdb7c3f004b2186c2f22075d613d93b856532f");

  private static final String FORK_CHAIN =
      "Deleted: sha256:dcab322ced16af088742ada6df20e8fb5f072b403cace7e1b98bb1f68db824c6";
  private static final String MID_CHAIN =
      "Deleted: sha256:c5516dd678558378f955ac1e115604cb319676687be6365737a7a8e3cc3c90a0";
  private static final String LEAF_CHAIN =
      "Deleted: sha256:40d533dde50c80598f6bd62e44ae86d105e711309b8e4e18ca9afd0a48df78ea";

  private static final Filter TIER = new Filter.Labelled("tier", Optional.empty());
  private static final PruneOption ALL = PruneOption.ALL_UNUSED;

  private final TestState store = new TestState();
  private long reclaimed;

  private static Digest sha256(String hex) {
    return new Digest("sha256", hex);
  }

  private static Filter tier(String value) {
    return new Filter.Labelled("tier", Optional.of(value));
  }

  private static String deleted(Digest digest) {
    return "Deleted: " + digest;
  }

  @BeforeEach
  void load() {
    store
        .layer(BASE_LAYER, 1000)
        .layer(MID_LAYER, 2000)
        .layer(LEAF_LAYER, 3000)
        .layer(FORK_LAYER, 6000)
        .layer(OTHER_LAYER, 4000);
    image(BASE, "base", "2024-01-01T10:01:00Z", Optional.empty(), BASE_LAYER);
    image(MID, "mid", "2024-01-02T10:02:00Z", Optional.of(BASE), BASE_LAYER, MID_LAYER);
    image(
        LEAF, "leaf", "2024-01-03T10:03:00Z", Optional.of(MID), BASE_LAYER, MID_LAYER, LEAF_LAYER);
    image(FORK, "fork", "2024-01-04T10:04:00Z", Optional.of(BASE), BASE_LAYER, FORK_LAYER);
    image(OTHER, "other", "2024-02-01T10:01:00Z", Optional.empty(), OTHER_LAYER);
    image(TWIN, "twin", "2024-02-02T10:02:00Z", Optional.empty(), OTHER_LAYER);
  }

  private void image(
      Digest id, String tier, String created, Optional<Digest> parent, Digest... diffIds) {
    ImageRecord.Builder image =
        ImageRecord.builder(id)
            .created(Instant.parse(created))
            .labels(Map.of("tier", tier))
            .diffIds(Arrays.asList(diffIds));
    store.put(parent.map(image::parent).orElse(image).build());
    store.tag(tier + ":1", id);
  }

  private List<String> prune(PruneOption... options) {
    PlannedPrune prune =
        PrunePlanner.plan(
            store.state(),
            List.of(options),
            Instant.parse("2026-11-23T00:00:00Z"),
            id -> Optional.empty());
    store.apply(prune.effect().changes());
    reclaimed = prune.report().reclaimedBytes();
    return prune.report().steps().stream().map(Object::toString).toList();
  }

  @Test
  void plan_danglingThenAll_isAsRecorded() {
    store.tag("base:1", OTHER).tag("fork:1", OTHER).tag("twin:1", OTHER);
    store.container("c1", TWIN, "created");

    assertThat(prune()).containsExactly(deleted(FORK), FORK_CHAIN);
    assertThat(reclaimed).isEqualTo(6000);

    store.removeContainer("c1");
    assertThat(prune(TIER)).containsExactly(deleted(TWIN));
    assertThat(reclaimed).isZero();

    assertThat(prune(ALL, tier("other"), tier("leaf"))).isEmpty();
    assertThat(prune(ALL, tier("other")))
        .containsExactly(
            "Untagged: base:1",
            "Untagged: fork:1",
            "Untagged: other:1",
            "Untagged: twin:1",
            deleted(OTHER),
            deleted(OTHER_LAYER));
    assertThat(reclaimed).isEqualTo(4000);

    assertThat(prune()).isEmpty();
    assertThat(prune(ALL))
        .containsExactly(
            "Untagged: leaf:1",
            deleted(LEAF),
            LEAF_CHAIN,
            "Untagged: mid:1",
            deleted(MID),
            MID_CHAIN,
            deleted(BASE),
            deleted(BASE_LAYER));
    assertThat(reclaimed).isEqualTo(6000);
  }

  @Test
  void plan_withFilters_isAsRecorded() {
    store.tag("twin:1", OTHER);

    assertThat(prune()).containsExactly(deleted(TWIN));
    store.container("c1", MID, "created");
    assertThat(prune(ALL, tier("fork")))
        .containsExactly("Untagged: fork:1", deleted(FORK), FORK_CHAIN);
    assertThat(prune(ALL, TIER.negated())).isEmpty();
    assertThat(prune(ALL, new Filter.Until(Instant.parse("2024-01-02T12:00:00Z"))))
        .containsExactly("Untagged: base:1");
    assertThat(prune(ALL, new Filter.OlderThan(Duration.ofMinutes(10))))
        .containsExactly( // The engine had these two images in any order.
            "Untagged: other:1",
            "Untagged: twin:1",
            deleted(OTHER),
            deleted(OTHER_LAYER),
            "Untagged: leaf:1",
            deleted(LEAF),
            LEAF_CHAIN);
    assertThat(reclaimed).isEqualTo(7000);
    assertThat(prune(ALL)).isEmpty();

    store.removeContainer("c1");
    assertThat(prune(ALL))
        .containsExactly(
            "Untagged: mid:1", deleted(MID), MID_CHAIN, deleted(BASE), deleted(BASE_LAYER));
    assertThat(reclaimed).isEqualTo(3000);
  }

  @Test
  void plan_untaggedParents_isAsRecorded() {
    store.untag("base:1").untag("mid:1");

    assertThat(prune()).isEmpty();
    store.untag("leaf:1");
    assertThat(prune()).containsExactly(deleted(LEAF), LEAF_CHAIN, deleted(MID), MID_CHAIN);
  }

  @Test
  void plan_all_takesWhatEngineTookInItsOwnOrder() {
    store.tag("other:2", OTHER).untag("mid:1");

    assertThat(prune(ALL))
        .containsExactlyInAnyOrder(
            "Untagged: leaf:1",
            deleted(LEAF),
            LEAF_CHAIN,
            deleted(MID),
            MID_CHAIN,
            "Untagged: other:1",
            "Untagged: other:2",
            deleted(OTHER),
            "Untagged: twin:1",
            deleted(TWIN),
            deleted(OTHER_LAYER),
            "Untagged: base:1",
            "Untagged: fork:1",
            deleted(FORK),
            FORK_CHAIN,
            deleted(BASE),
            deleted(BASE_LAYER));
    assertThat(reclaimed).isEqualTo(16_000);
  }

  @Test
  void plan_imageInUseWithThreeTags_losesAllButOne() {
    store.tag("leaf:2", LEAF).tag("leaf:3", LEAF).container("c1", LEAF, "running");

    assertThat(prune(ALL, tier("leaf"))).containsExactly("Untagged: leaf:1", "Untagged: leaf:2");
  }
}
