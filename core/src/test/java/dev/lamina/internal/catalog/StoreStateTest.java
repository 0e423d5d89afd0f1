package dev.lamina.internal.catalog;

import static dev.lamina.internal.catalog.CatalogExamples.adding;
import static dev.lamina.internal.catalog.CatalogExamples.contents;
import static dev.lamina.internal.catalog.CatalogExamples.digest;
import static dev.lamina.internal.catalog.CatalogExamples.image;
import static dev.lamina.internal.catalog.CatalogExamples.layer;
import static dev.lamina.internal.catalog.CatalogExamples.other;
import static dev.lamina.internal.catalog.CatalogExamples.reference;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lamina.Digest;
import dev.lamina.Layer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreStateTest {
  /** The plain way: a map of each kind, and a search through all for each question. */
  private static final class Model {
    private final TreeMap<String, ImageRecord> images = new TreeMap<>();
    private final TreeMap<String, LayerRecord> layers = new TreeMap<>();
    private final TreeMap<String, Digest> references = new TreeMap<>();
    private final TreeMap<String, ContainerRecord> containers = new TreeMap<>();
    private final TreeMap<Long, EventRecord> events = new TreeMap<>();

    boolean apply(Change change) {
      if (change instanceof Change.PutImage put) {
        if (!put.image().diffIds().stream().allMatch(id -> layers.containsKey(id.hex()))) {
          return false;
        }
        images.put(put.image().id().hex(), put.image());
      } else if (change instanceof Change.RemoveImage remove) {
        if (references.containsValue(remove.id()) && images.containsKey(remove.id().hex())) {
          return false;
        }
        images.remove(remove.id().hex());
      } else if (change instanceof Change.PutReference put) {
        if (!images.containsKey(put.image().hex())) {
          return false;
        }
        references.put(put.reference(), put.image());
      } else if (change instanceof Change.RemoveReference remove) {
        references.remove(remove.reference());
      } else if (change instanceof Change.PutLayer put) {
        layers.put(put.layer().diffId().hex(), put.layer());
      } else if (change instanceof Change.RemoveLayer remove) {
        if (layers.containsKey(remove.diffId().hex())
            && !(images(ImageRecord::neededLayers, remove.diffId()).isEmpty()
                && containers(c -> c.diffIds().contains(remove.diffId())).isEmpty())) {
          return false;
        }
        layers.remove(remove.diffId().hex());
      } else if (change instanceof Change.PutContainer put) {
        return put(put.container());
      } else if (change instanceof Change.RemoveContainer remove) {
        containers.remove(remove.id());
      } else if (change instanceof Change.AddEvent add) {
        events.put(add.event().number(), add.event());
      }
      return true;
    }

    private boolean put(ContainerRecord container) {
      if (!container.diffIds().stream().allMatch(id -> layers.containsKey(id.hex()))
          || !containers(c -> c.name().equals(container.name()) && !c.id().equals(container.id()))
              .isEmpty()) {
        return false;
      }
      containers.put(container.id(), container);
      return true;
    }

    List<ContainerRecord> containers(Predicate<ContainerRecord> condition) {
      return containers.values().stream().filter(condition).toList();
    }

    List<ImageRecord> images(Function<ImageRecord, Stream<Digest>> needs, Digest digest) {
      return images.values().stream().filter(i -> needs.apply(i).anyMatch(digest::equals)).toList();
    }

    void check(StoreState state) {
      assertThat(state.images()).containsExactlyElementsOf(images.values());
      assertThat(state.layers()).containsExactlyElementsOf(layers.values());
      assertThat(state.references())
          .containsExactlyElementsOf(
              references.entrySet().stream()
                  .map(e -> new ReferenceRecord(e.getKey(), e.getValue()))
                  .toList());
      assertThat(state.imageCount()).isEqualTo(images.size());
      assertThat(state.layerCount()).isEqualTo(layers.size());
      assertThat(state.referenceCount()).isEqualTo(references.size());
      for (int i = 0; i < 20; i++) {
        checkImage(state, digest(1000 + i));
        checkBlob(state, digest(5000 + i));
      }
      for (int i = 0; i < 30; i++) {
        Digest id = digest(2000 + i);
        assertThat(state.layer(id).orElse(null)).isEqualTo(layers.get(id.hex()));
        assertThat(state.isLayerNeeded(id)).isEqualTo(stacks().anyMatch(s -> s.contains(id)));
      }
      checkStacks(state);
      checkContainers(state);
      checkEvents(state);
      checkIndices(state);
    }

    private Stream<List<Digest>> stacks() {
      return Stream.concat(
          images.values().stream().flatMap(ImageRecord::stacks),
          containers.values().stream().map(ContainerRecord::diffIds));
    }

    /** Each stack is needed as often as something has it, or has one layer more on top. */
    private void checkStacks(StoreState state) {
      Map<Digest, Integer> needs = new HashMap<>();
      Map<String, Set<Digest>> tops = new HashMap<>();
      stacks().forEach(stack -> countStack(stack, needs, tops));
      StackIndex index = state.indices().stacks();
      assertThat(index.needs().size()).isEqualTo(needs.size());
      needs.forEach(
          (chainId, count) -> {
            assertThat(index.needs().get(chainId.hex())).isEqualTo(count);
            assertThat(state.isStackNeeded(chainId)).isTrue();
          });
      assertThat(index.tops().size()).isEqualTo(tops.size());
      tops.forEach((layer, chains) -> assertThat(index.tops().get(layer)).isEqualTo(chains.size()));
    }

    private static void countStack(
        List<Digest> stack, Map<Digest, Integer> needs, Map<String, Set<Digest>> tops) {
      List<Digest> chainIds = Layer.chainIds(stack);
      boolean isNew = true;
      for (int n = stack.size() - 1; n >= 0 && isNew; n--) {
        isNew = needs.merge(chainIds.get(n), 1, Integer::sum) == 1;
        tops.computeIfAbsent(stack.get(n).hex(), layer -> new HashSet<>()).add(chainIds.get(n));
      }
    }

    private void checkContainers(StoreState state) {
      assertThat(state.containers()).containsExactlyElementsOf(containers.values());
      assertThat(state.containerCount()).isEqualTo(containers.size());
      for (int i = 0; i < 10; i++) {
        String id = digest(6000 + i).hex();
        String name = "c" + i;
        assertThat(state.container(id).orElse(null)).isEqualTo(containers.get(id));
        assertThat(state.containerNamed(name).stream())
            .containsExactlyElementsOf(containers(c -> c.name().equals(name)));
        assertThat(state.containersWithPrefix(id.substring(0, 1)))
            .containsExactlyElementsOf(containers(c -> c.id().startsWith(id.substring(0, 1))));
      }
      for (int i = 0; i < 20; i++) {
        Digest image = digest(1000 + i);
        assertThat(state.containersOf(image))
            .containsExactlyElementsOf(containers(c -> c.image().equals(image)));
      }
    }

    private void checkEvents(StoreState state) {
      assertThat(state.eventsFrom(0)).containsExactlyElementsOf(events.values());
      assertThat(state.lastEvent()).isEqualTo(events.isEmpty() ? 0 : events.lastKey());
      assertThat(state.eventsFrom(state.lastEvent() / 2))
          .containsExactlyElementsOf(events.tailMap(state.lastEvent() / 2).values());
    }

    private void checkImage(StoreState state, Digest id) {
      assertThat(state.image(id).orElse(null)).isEqualTo(images.get(id.hex()));
      assertThat(state.children(id))
          .containsExactlyElementsOf(images(i -> i.parent().stream(), id));
      assertThat(state.referencesTo(id))
          .containsExactlyElementsOf(
              references.keySet().stream().filter(r -> references.get(r).equals(id)).toList());
      assertThat(state.imagesWithPrefix(id.hex().substring(0, 1)))
          .containsExactlyElementsOf(
              images.values().stream()
                  .filter(i -> i.id().hex().startsWith(id.hex().substring(0, 1)))
                  .toList());
    }

    private void checkBlob(StoreState state, Digest blob) {
      assertThat(state.imagesNaming(blob))
          .containsExactlyElementsOf(images(ImageRecord::namedBlobs, blob));
      assertThat(state.layersIn(blob))
          .containsExactlyElementsOf(
              layers.values().stream()
                  .filter(l -> l.forms().stream().anyMatch(f -> f.blob().equals(blob)))
                  .toList());
    }

    /** Nothing is left of what has gone: as many keys as there are things to point from. */
    private void checkIndices(StoreState state) {
      Indices indices = state.indices();
      assertThat(indices.referencesByImage().size())
          .isEqualTo(new TreeSet<>(references.values()).size());
      assertThat(indices.imagesByParent().size()).isEqualTo(count(i -> i.parent().stream()));
      assertThat(indices.imagesByBlob().size()).isEqualTo(count(ImageRecord::namedBlobs));
      assertThat(indices.containersByName().size()).isEqualTo(containers.size());
      assertThat(indices.containersByImage().size())
          .isEqualTo(countOfContainers(c -> Stream.of(c.image())));
    }

    private int countOfContainers(Function<ContainerRecord, Stream<Digest>> needs) {
      return (int) containers.values().stream().flatMap(needs).distinct().count();
    }

    private int count(Function<ImageRecord, Stream<Digest>> needs) {
      return (int) images.values().stream().flatMap(needs).distinct().count();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void apply_randomChanges_answersLikeTheModel(long seed) {
    CatalogExamples examples = new CatalogExamples(seed);
    Model model = new Model();
    StoreState state = StoreState.empty();

    for (int i = 0; i < 1500; i++) {
      Change change = examples.change(state);
      StoreState before = state;
      if (model.apply(change)) {
        state = state.apply(change);
      } else {
        assertThatIllegalArgumentException().isThrownBy(() -> before.apply(change));
      }
      if (i % 25 == 0) {
        model.check(state);
      }
    }

    assertThat(state.imageCount()).isPositive();
    assertThat(state.referenceCount()).isPositive();
    assertThat(state.containerCount()).isPositive();
    assertThat(state.lastEvent()).isPositive();
  }

  @Test
  void apply_transaction_takesTheNextNumber() {
    StoreState state = StoreState.empty().apply(adding(1)).apply(adding(2));

    assertThat(state.sequence()).isEqualTo(2);
    assertThat(StoreState.empty().sequence()).isZero();
    assertThat(StoreState.empty().imageCount()).isZero();
  }

  @Test
  void apply_impossibleTransaction_isRefusedWhole() {
    StoreState state = StoreState.empty().apply(adding(1));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                state.apply(
                    Transaction.of(
                        new Change.RemoveReference(reference(1)),
                        new Change.PutReference(reference(2), other(image(1).id())))))
        .withMessage("reference points to missing image " + other(image(1).id()));
    assertThat(state.target(reference(1))).contains(image(1).id());
  }

  @Test
  void apply_removalOfWhatIsNeeded_isRefused() {
    StoreState state = StoreState.empty().apply(adding(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.apply(new Change.RemoveLayer(layer(1).diffId())))
        .withMessageStartingWith("images or containers need layer sha256:");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> state.apply(new Change.RemoveImage(image(1).id())))
        .withMessageStartingWith("references point to image sha256:");
  }

  @Test
  void apply_layerOfAContainer_staysWithoutItsImage() {
    CatalogExamples examples = new CatalogExamples(1);
    StoreState layer = StoreState.empty().apply(new Change.PutLayer(layer(1)));
    StoreState state = layer;
    while (!state.isLayerNeeded(layer(1).diffId())) {
      state = layer.apply(new Change.PutContainer(examples.container(layer)));
    }
    StoreState held = state;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> held.apply(new Change.RemoveLayer(layer(1).diffId())))
        .withMessageStartingWith("images or containers need layer sha256:");
  }

  @Test
  void referencesWithPrefix_ofARepository_areItsTags() {
    StoreState state = StoreState.empty().apply(adding(1)).apply(adding(12)).apply(adding(2));

    assertThat(state.referencesWithPrefix("docker.io/library/app:1"))
        .extracting(ReferenceRecord::reference)
        .containsExactly("docker.io/library/app:1", "docker.io/library/app:12");
    assertThat(state.referencesWithPrefix("docker.io/library/ap:")).isEmpty();
  }

  @Test
  void toChanges_applied_makeTheSameState() {
    CatalogExamples examples = new CatalogExamples(7);
    StoreState state = StoreState.empty();
    for (int i = 0; i < 200; i++) {
      state = state.apply(examples.transaction(state));
    }

    StoreState again = StoreState.empty().applyAll(contents(state));

    assertThat(contents(again)).isEqualTo(contents(state));
    assertThat(state.size()).isEqualTo(contents(state).size());
  }
}
