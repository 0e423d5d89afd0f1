package dev.lamina.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.ContainerId;
import dev.lamina.ContainerStatus;
import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.ImageInUseException;
import dev.lamina.ImageInUseException.Holder;
import dev.lamina.ImageInUseException.Kind;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveOption;
import dev.lamina.Tag;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.VariantRecord;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class RemovalPlannerTest {
  private static final String NONE = "0".repeat(64);

  private final TestState store = new TestState();

  private PlannedRemoval prepare(String argument, RemoveOption... options) {
    return RemovalPlanner.prepare(store.state(), argument, Optional.empty(), Set.of(options));
  }

  private RemovalPlan plan(String argument, RemoveOption... options) {
    return prepare(argument, options).plan();
  }

  private List<String> remove(String argument, RemoveOption... options) {
    PlannedRemoval removal = prepare(argument, options);
    store.apply(removal.effect().changes());
    return store.named(removal.plan().steps());
  }

  /** BASE, with a name, then P1 and P2 without, then TOP. */
  @CanIgnoreReturnValue
  private static TestState chain(TestState store) {
    return store
        .image("BASE", "base")
        .image("P1", image -> image.parent(store.id("BASE")), "base", "p1")
        .image("P2", image -> image.parent(store.id("P1")), "base", "p1", "p2")
        .image("TOP", image -> image.parent(store.id("P2")), "base", "p1", "p2", "top")
        .tag("base:1", "BASE")
        .tag("top:1", "TOP");
  }

  private static Arguments parents(
      String name, Consumer<TestState> given, String argument, String... steps) {
    return arguments(named(name, given), argument, List.of(steps));
  }

  /** As recorded from an engine. */
  static Stream<Arguments> parents() {
    String[] toP1 = {
      "Untagged: top:1",
      "Deleted: TOP",
      "Deleted: chain top",
      "Deleted: P2",
      "Deleted: chain p2",
      "Deleted: P1",
      "Deleted: chain p1"
    };
    String[] toP2 = Arrays.copyOf(toP1, 5);
    String[] top = Arrays.copyOf(toP1, 3);
    String[] toBase = Arrays.copyOf(toP1, 9);
    toBase[7] = "Deleted: BASE";
    toBase[8] = "Deleted: chain base";
    return Stream.of(
        parents("nothing else", store -> {}, "top:1", toP1),
        parents(
            "another child of P1",
            store ->
                store
                    .image("SIBLING", i -> i.parent(store.id("P1")), "base", "p1", "s")
                    .tag("sibling:1", "SIBLING"),
            "top:1",
            toP2),
        parents("P2 in use", store -> store.container("c1", "P2", "exited"), "top:1", top),
        parents("P1 with name", store -> store.tag("p:1", "P1"), "top:1", toP2),
        parents("BASE without name", store -> store.untag("base:1"), "top:1", toBase),
        parents("with children", store -> {}, "base:1", "Untagged: base:1"));
  }

  @ParameterizedTest
  @MethodSource("parents")
  void prepare_imageWithParents_prunesUpToWhatIsNeeded(
      Consumer<TestState> given, String argument, List<String> steps) {
    given.accept(chain(store));

    assertThat(remove(argument)).isEqualTo(steps);
  }

  @Test
  void prepare_withoutPrune_leavesParents() {
    chain(store);

    assertThat(remove("top:1", RemoveOption.NO_PRUNE))
        .containsExactly("Untagged: top:1", "Deleted: TOP", "Deleted: chain top");
    assertThat(remove(store.id("P2").shortHex()))
        .containsExactly("Deleted: P2", "Deleted: chain p2", "Deleted: P1", "Deleted: chain p1");
  }

  @Test
  void prepare_forced_doesNotForceParents() {
    chain(store).container("c1", "P2", "exited");

    assertThat(remove(store.id("TOP").toString(), RemoveOption.FORCE))
        .containsExactly("Untagged: top:1", "Deleted: TOP", "Deleted: chain top");
  }

  @Test
  void prepare_forcedWithRunningContainer_onlyUntags() {
    store.image("A", "a").tag("a:1", "A").container("c1", "A", "paused");

    assertThat(remove("a:1", RemoveOption.FORCE)).containsExactly("Untagged: a:1");
  }

  @Test
  void prepare_forcedWithStoppedContainer_leavesLayers() {
    store.image("A", "a").tag("a:1", "A").container("c1", "A", "exited");

    assertThat(remove("a:1", RemoveOption.FORCE)).containsExactly("Untagged: a:1", "Deleted: A");
    assertThat(store.state().layerCount()).isEqualTo(1);
    store.removeContainer("c1");
    assertThat(store.state().layerCount()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "nosuch, nosuch:latest",
    "nosuch:tag, nosuch:tag",
    "sha256:zz, sha256:zz",
    "deadbeef, deadbeef:latest",
    "sha256:NONE, sha256:NONE",
    "NONE, sha256:NONE",
    "nosuch@sha256:NONE, nosuch@sha256:NONE",
    "nosuch:1@sha256:NONE, nosuch:1@sha256:NONE",
    "scratch, scratch:latest",
  })
  void prepare_missing_isNotFound(String argument, String reference) {
    assertThatThrownBy(() -> prepare(argument.replace("NONE", NONE)))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessage("No such image: " + reference.replace("NONE", NONE));
  }

  @ParameterizedTest
  @CsvSource({
    "' ', image name cannot be blank",
    "'', image name cannot be blank",
    "a b, invalid reference format",
    "-bad, invalid reference format",
    "a//b, invalid reference format",
  })
  void prepare_malformed_isRefused(String argument, String message) {
    assertThatThrownBy(() -> prepare(argument))
        .isInstanceOf(InvalidReferenceException.class)
        .hasMessage(message);
  }

  @Test
  void prepare_ambiguousPrefix_isNotFound() {
    for (int i = 0; i < 17; i++) { // Of 17 IDs two begin with the same digit.
      store.image("i" + i, "a");
    }
    Digest first =
        store
            .state()
            .images()
            .map(image -> image.id())
            .filter(id -> store.state().imagesWithPrefix(id.hex().substring(0, 1)).count() > 1)
            .findFirst()
            .orElseThrow();
    String digit = first.hex().substring(0, 1);

    assertThatThrownBy(() -> prepare(digit)).hasMessage("No such image: " + digit + ":latest");
  }

  @Test
  void prepare_tagLikeAnotherImagesId_meansTag() {
    store.image("A", "a").image("SHADOW", "s").tag(store.id("A").hex().substring(0, 8), "SHADOW");

    assertThat(remove(store.id("A").hex().substring(0, 8)))
        .containsExactly(
            "Untagged: " + store.id("A").hex().substring(0, 8) + ":latest",
            "Deleted: SHADOW",
            "Deleted: chain s");
  }

  @Test
  void prepare_tagLikeItsOwnId_isById() {
    String own = store.id("A").hex().substring(0, 8);
    store.image("A", "a").tag(own, "A").tag("other:1", "A");

    assertThat(plan(own).refusal().orElseThrow())
        .hasMessage(
            "conflict: unable to delete "
                + store.id("A").shortHex()
                + " (must be forced) - image is referenced in multiple repositories");
    assertThat(remove(own, RemoveOption.FORCE))
        .containsExactly(
            "Untagged: " + own + ":latest", "Untagged: other:1", "Deleted: A", "Deleted: chain a");
  }

  @Test
  void prepare_exactTagLikeItsOwnId_isByName() {
    String own = store.id("A").hex().substring(0, 8);
    store.image("A", "a").tag(own, "A").tag("other:1", "A");

    PlannedRemoval removal =
        RemovalPlanner.prepare(store.state(), own, Optional.of(Tag.parse(own)), Set.of());

    assertThat(removal.plan().steps())
        .map(Object::toString)
        .containsExactly("Untagged: " + own + ":latest");
  }

  @Test
  void prepare_exactMissing_isNotFound() {
    store.image("A", "a").tag("a:1", "A");
    Reference prefix = Reference.parse(store.id("A").shortHex());

    assertThatThrownBy(
            () -> RemovalPlanner.prepare(store.state(), "x", Optional.of(prefix), Set.of()))
        .hasMessage("No such image: " + prefix);
  }

  @Test
  void prepare_refused_namesAllHolders() {
    store
        .image("A", "a")
        .image("B", image -> image.parent(store.id("A")), "a", "b")
        .tag("a:1", "A")
        .tag("a:2", "A")
        .container("c1", "A", "running")
        .container("c2", "A", "created");
    List<Holder> containers =
        Stream.of(
                new Holder.Used(
                    new ContainerId(TestState.containerId("c1")), "c1", ContainerStatus.RUNNING),
                new Holder.Used(
                    new ContainerId(TestState.containerId("c2")), "c2", ContainerStatus.CREATED))
            .sorted(Comparator.comparing(Holder.Used::id))
            .map(Holder.class::cast)
            .toList();

    ImageInUseException refusal = plan(store.id("A").toString()).refusal().orElseThrow();

    assertThat(refusal.image()).isEqualTo(new ImageId(store.id("A")));
    assertThat(refusal.kind()).isEqualTo(Kind.CHILD_IMAGES);
    assertThat(refusal.isHard()).isTrue();
    assertThat(refusal.holders())
        .containsExactly(
            new Holder.Child(new ImageId(store.id("B"))),
            containers.get(0),
            containers.get(1),
            new Holder.Named(Tag.parse("a:1")),
            new Holder.Named(Tag.parse("a:2")));
  }

  @Test
  void prepare_severalContainers_namesSmallestId() {
    store.image("A", "a").tag("a:1", "A");
    for (int i = 0; i < 5; i++) {
      store.container("c" + i, "A", "exited");
    }
    String smallest = store.state().containers().findFirst().orElseThrow().id();

    assertThat(plan("a:1").refusal().orElseThrow())
        .hasMessageContaining("container " + smallest.substring(0, 12) + " is using");
  }

  @Test
  void prepare_sharedLayers_releasesDownToFirstShared() {
    store
        .image("A", "base", "x", "y", "z")
        .image("B", "base", "x")
        .image("C", "other", "z")
        .tag("a:1", "A");

    RemovalPlan plan = plan("a:1");

    assertThat(plan.freedBytes()).isEqualTo(2000);
    assertThat(remove("a:1"))
        .containsExactly("Untagged: a:1", "Deleted: A", "Deleted: chain z", "Deleted: chain y");
    assertThat(store.state().layer(TestState.digest("layer z"))).isPresent();
    assertThat(store.state().layer(TestState.digest("layer y"))).isEmpty();
  }

  @Test
  void prepare_variantsBelow_releasesTheirLayersOnce() {
    store.image("B", "base", "v");
    VariantRecord variant =
        new VariantRecord(
            "linux",
            "arm64",
            "",
            "",
            TestState.digest("config"),
            TestState.digest("manifest"),
            List.of(
                TestState.digest("layer base"),
                TestState.digest("layer v"),
                TestState.digest("unknown")));
    store.image("A", image -> image.variants(List.of(variant)), "base").tag("a:1", "A");
    store.apply(
        RemovalPlanner.prepare(store.state(), store.id("B").toString(), Optional.empty(), Set.of())
            .effect()
            .changes());

    PlannedRemoval removal = prepare("a:1");

    assertThat(store.named(removal.plan().steps()))
        .containsExactly("Untagged: a:1", "Deleted: A", "Deleted: chain base", "Deleted: chain v");
    assertThat(removal.effect().garbage().blobs())
        .contains(TestState.digest("config"), TestState.digest("manifest"));
  }

  @Test
  void prepare_formOfRemovedImageOnly_letsGoOfTheForm() {
    LayerForm plain = new LayerForm(TestState.digest("plain"), 9, "plain");
    LayerForm gzip = new LayerForm(TestState.digest("gzip"), 5, "gzip");
    BlobRef manifest = new BlobRef(TestState.digest("manifest"), "", 1, BlobRef.MANIFEST);
    store.image("A", "a").tag("a:1", "A");
    store.image("B", image -> image.blobs(List.of(gzip.blob())).manifests(List.of(manifest)), "a");
    Digest diffId = TestState.digest("layer a");
    store.apply(
        List.of(new Change.PutLayer(new LayerRecord(diffId, 1000, 2000, List.of(plain, gzip)))));

    Effect effect = prepare(store.id("B").toString()).effect();

    assertThat(effect.garbage().blobs())
        .containsExactlyInAnyOrder(store.id("B"), manifest.digest(), gzip.blob());
    assertThat(effect.garbage().layers()).isEmpty();
    store.apply(effect.changes());
    assertThat(store.state().layer(diffId).orElseThrow().forms()).containsExactly(plain);
  }

  @Test
  void prepare_formThatRemainingImageNames_isKeptAlone() {
    LayerForm plain = new LayerForm(TestState.digest("plain"), 9, "plain");
    LayerForm gzip = new LayerForm(TestState.digest("gzip"), 5, "gzip");
    store.image("A", "a").image("B", image -> image.blobs(List.of(gzip.blob())), "a");
    Digest diffId = TestState.digest("layer a");
    store.apply(
        List.of(new Change.PutLayer(new LayerRecord(diffId, 1000, 2000, List.of(plain, gzip)))));

    Effect effect = prepare(store.id("A").toString()).effect();

    assertThat(effect.garbage().blobs()).containsExactlyInAnyOrder(store.id("A"), plain.blob());
    store.apply(effect.changes());
    assertThat(store.state().layer(diffId).orElseThrow().forms()).containsExactly(gzip);
  }
}
