package dev.lamina.internal.lifecycle;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.Digest;
import dev.lamina.ImageNotFoundException;
import dev.lamina.Layer;
import dev.lamina.PruneOption;
import dev.lamina.Reference;
import dev.lamina.RemovalStep;
import dev.lamina.RemoveOption;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.ReferenceRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.VariantRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is loaded, named, run, removed and pruned: nothing needed goes, nothing else stays. */
final class LifecyclePropertyTest {
  private final TestState store = new TestState();
  private Random random = new Random(0);

  private int some(int count) {
    return random.nextInt(count);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void operations_atRandom_keepExactlyWhatIsNeeded(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      step();
    }

    store.state().containers().toList().forEach(this::removeContainer);
    while (store.state().imageCount() > 0) {
      ImageRecord head =
          store
              .state()
              .images()
              .filter(image -> store.state().children(image.id()).findAny().isEmpty())
              .findFirst()
              .orElseThrow();
      removeImage(head.id().toString(), Set.of(RemoveOption.FORCE));
    }
    assertThat(store.state().layerCount()).isZero();
    assertThat(store.state().referenceCount()).isZero();
  }

  private void step() {
    switch (some(12)) {
      case 0, 1, 2, 3 -> load();
      case 4, 5 -> someImage().ifPresent(image -> store.tag(someName(), image.id()));
      case 6 -> someImage().ifPresent(this::create);
      case 7 -> pick(store.state().containers()).ifPresent(this::removeContainer);
      case 8, 9 ->
          pick(store.state().references())
              .ifPresent(name -> removeImage(name.reference(), someOptions()));
      case 10 -> someImage().ifPresent(image -> removeImage(image.id().hex(), someOptions()));
      default -> prune();
    }
  }

  private <T> Optional<T> pick(Stream<T> all) {
    List<T> list = all.toList();
    return list.isEmpty() ? Optional.empty() : Optional.of(list.get(some(list.size())));
  }

  private Optional<ImageRecord> someImage() {
    return pick(store.state().images());
  }

  private Digest someDigest(String kind, int count) {
    return TestState.digest(kind + some(count));
  }

  private String someName() {
    return some(3) == 0
        ? "r" + some(3) + "@" + someDigest("manifest", 4)
        : "r" + some(3) + ":" + some(4);
  }

  private Set<RemoveOption> someOptions() {
    return Stream.of(RemoveOption.values()).filter(option -> some(3) == 0).collect(toSet());
  }

  private List<Digest> someStack() {
    return Stream.generate(() -> someDigest("layer", 4)).limit(some(5)).toList();
  }

  /** Half of the images go on from another, half of those with it as their parent. */
  private void load() {
    Optional<ImageRecord> below = some(2) == 0 ? someImage() : Optional.empty();
    List<Digest> diffIds = new ArrayList<>(below.map(ImageRecord::diffIds).orElse(List.of()));
    diffIds.addAll(someStack());
    List<Digest> blobs = new ArrayList<>();
    List<VariantRecord> variants = new ArrayList<>();
    if (some(4) == 0) {
      variants.add(
          new VariantRecord(
              "linux", "arm64", "", "", someDigest("c", 9), someDigest("m", 9), someStack()));
    }
    Stream.concat(diffIds.stream(), variants.stream().flatMap(v -> v.diffIds().stream()))
        .forEach(diffId -> putLayer(diffId, blobs));
    Digest id = someDigest("image", 40);
    ImageRecord.Builder image =
        ImageRecord.builder(id)
            .created(Instant.ofEpochSecond(some(1000)))
            .diffIds(diffIds)
            .blobs(blobs)
            .variants(variants)
            .manifests(List.of(new BlobRef(someDigest("m", 9), "", 1, BlobRef.MANIFEST)));
    boolean hasParent =
        below.isPresent()
            && some(2) == 0
            && !below.get().id().equals(id)
            && store.state().image(id).isEmpty();
    if (store.state().image(id).isEmpty()) {
      store.put((hasParent ? image.parent(below.get().id()) : image).build());
    } else {
      blobs.clear();
      dropUnneeded();
    }
    if (some(3) > 0) {
      store.tag(someName(), id);
    }
  }

  /** Adds a form of a layer, of two there may be, and perhaps notes it as one that is named. */
  private void putLayer(Digest diffId, List<Digest> named) {
    Digest blob = TestState.digest("form " + some(2) + " of " + diffId);
    if (some(3) == 0) {
      named.add(blob);
    }
    List<LayerForm> forms =
        new ArrayList<>(store.state().layer(diffId).map(LayerRecord::forms).orElse(List.of()));
    if (forms.stream().noneMatch(form -> form.blob().equals(blob))) {
      forms.add(new LayerForm(blob, 3, "gzip"));
    }
    store.apply(List.of(new Change.PutLayer(new LayerRecord(diffId, 10, 20, forms))));
  }

  /** An image that was there before needs none of the layers just put. */
  private void dropUnneeded() {
    Set<Digest> needed = Reachability.layers(store.state());
    store
        .state()
        .layers()
        .map(LayerRecord::diffId)
        .filter(diffId -> !needed.contains(diffId))
        .toList()
        .forEach(diffId -> store.apply(List.of(new Change.RemoveLayer(diffId))));
  }

  private void create(ImageRecord image) {
    String[] statuses = {"created", "running", "paused", "exited"};
    String name = "c" + some(1_000_000);
    store.container(name, image.id(), statuses[some(4)]);
  }

  private void removeContainer(ContainerRecord container) {
    StoreState before = store.state();
    Effect effect = RemovalPlanner.removeContainer(before, container);
    store.apply(effect.changes());
    check(before, effect);
  }

  private void removeImage(String argument, Set<RemoveOption> options) {
    StoreState before = store.state();
    PlannedRemoval removal = RemovalPlanner.prepare(before, argument, Optional.empty(), options);
    store.apply(removal.effect().changes());
    if (removal.plan().isPossible()) {
      assertThatThrownBy(
              () -> RemovalPlanner.plan(store.state(), argument, Optional.empty(), options))
          .isInstanceOf(ImageNotFoundException.class);
    } else {
      assertThat(removal.effect()).isEqualTo(Effect.NONE);
      assertThat(removal.plan().steps()).isEmpty();
    }
    check(before, removal.effect());
    assertThat(chains(removal.effect())).isEqualTo(without(chains(before), chains(store.state())));
  }

  private void prune() {
    StoreState before = store.state();
    boolean all = some(2) == 0;
    boolean spareUsed = some(2) == 0;
    List<PruneOption> options = new ArrayList<>();
    if (all) {
      options.add(PruneOption.ALL_UNUSED);
    }
    if (spareUsed) {
      options.add(PruneOption.SPARE_USED);
    }
    PlannedPrune prune = plan(options);
    store.apply(prune.effect().changes());
    StoreState after = store.state();

    check(before, prune.effect());
    assertThat(chains(prune.effect())).isEqualTo(without(chains(before), chains(after)));
    assertThat(prune.report().spared()).allMatch(id -> after.image(id.digest()).isPresent());
    assertThat(after.images().filter(image -> !isNeeded(after, image)))
        .allMatch(image -> !all && (isTagged(after, image) || wasParentWithName(before, image)));
    if (all) {
      assertThat(plan(options).report().steps()).isEmpty();
    }
    if (spareUsed) {
      assertThat(before.containers().flatMap(container -> before.referencesTo(container.image())))
          .allMatch(name -> after.target(name).isPresent());
    }
  }

  private PlannedPrune plan(List<PruneOption> options) {
    return PrunePlanner.plan(store.state(), options, Instant.EPOCH, id -> Optional.empty());
  }

  private static boolean isNeeded(StoreState state, ImageRecord image) {
    return state.children(image.id()).findAny().isPresent()
        || state.containersOf(image.id()).findAny().isPresent();
  }

  private static boolean isTagged(StoreState state, ImageRecord image) {
    return Names.of(state, image.id()).stream().anyMatch(Names::isTag);
  }

  /** Which images dangle is known before the first is removed: a parent's turn is the next time. */
  private static boolean wasParentWithName(StoreState before, ImageRecord image) {
    return before.children(image.id()).findAny().isPresent()
        && before.referencesTo(image.id()).findAny().isPresent();
  }

  private void check(StoreState before, Effect effect) {
    StoreState after = store.state();
    assertThat(after.images().flatMap(image -> image.diffIds().stream()))
        .allMatch(diffId -> after.layer(diffId).isPresent());
    assertThat(after.containers().flatMap(container -> container.diffIds().stream()))
        .allMatch(diffId -> after.layer(diffId).isPresent());
    assertThat(after.layers().map(LayerRecord::diffId).collect(toSet()))
        .isEqualTo(Reachability.layers(after));
    assertThat(new HashSet<>(effect.garbage().layers()))
        .isEqualTo(without(Reachability.layers(before), Reachability.layers(after)));
    assertThat(new HashSet<>(effect.garbage().blobs()))
        .isEqualTo(without(Reachability.blobs(before), Reachability.blobs(after)));
    assertThat(effect.garbage().blobs()).doesNotHaveDuplicates();
    assertThat(effect.deleted().stream().map(ImageRecord::id).collect(toSet()))
        .isEqualTo(without(ids(before), ids(after)));
    assertThat(untagged(effect)).isEqualTo(without(names(before), names(after)));
  }

  private static <T> Set<T> without(Set<T> all, Set<T> some) {
    Set<T> rest = new HashSet<>(all);
    rest.removeAll(some);
    return rest;
  }

  private static Set<Digest> ids(StoreState state) {
    return state.images().map(ImageRecord::id).collect(toSet());
  }

  private static Set<String> names(StoreState state) {
    return state.references().map(ReferenceRecord::reference).collect(toSet());
  }

  private static Set<String> untagged(Effect effect) {
    return effect.steps().stream()
        .filter(RemovalStep.Untagged.class::isInstance)
        .map(step -> ((RemovalStep.Untagged) step).reference())
        .map(Reference::canonical)
        .collect(toSet());
  }

  private static Set<Digest> chains(Effect effect) {
    List<Digest> released =
        effect.steps().stream()
            .filter(RemovalStep.Released.class::isInstance)
            .map(step -> ((RemovalStep.Released) step).chainId())
            .toList();
    assertThat(released).doesNotHaveDuplicates();
    return Set.copyOf(released);
  }

  private static Set<Digest> chains(StoreState state) {
    return Stream.concat(
            state.images().flatMap(ImageRecord::stacks),
            state.containers().map(ContainerRecord::diffIds))
        .flatMap(stack -> Layer.chainIds(stack).stream())
        .collect(toCollection(HashSet::new));
  }
}
