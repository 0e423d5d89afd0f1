package dev.lamina.contract;

import static dev.lamina.contract.StoreContract.ids;
import static dev.lamina.contract.StoreContract.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.ImageInUseException;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Lease;
import dev.lamina.Mount;
import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Removal;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemovalPlan;
import dev.lamina.RemovalStep;
import dev.lamina.RemoveOption;
import dev.lamina.StaleStateException;
import dev.lamina.StoreEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a removal does to a store: to its names, its images, its files, and those who use them. */
public interface RemovalContract extends StoreContract {
  /** An image of two layers. */
  TestImage BASE = TestImage.of(TarBuilder.tar().file("a", "1"), TarBuilder.tar().file("b", "22"));

  private static List<String> lines(List<RemovalStep> steps) {
    return steps.stream().map(RemovalStep::toString).toList();
  }

  @Test
  default void remove_onlyName_leavesTheStoreAsItWasBefore() {
    try (ImageStore store = newStore()) {
      List<String> before = keptFiles(store);
      load(store, BASE.tagged("app:1"));

      Removal removal = store.remove("app:1");

      assertThat(lines(removal.steps()))
          .startsWith("Untagged: app:1", "Deleted: " + BASE.id())
          .hasSize(4);
      assertThat(removal.freedBytes()).isEqualTo(3);
      assertThat(store.images().all()).isEmpty();
      assertThat(store.info().layers()).isZero();
      assertThat(keptFiles(store)).isEqualTo(before);
      assertThatThrownBy(() -> store.remove("app:1"))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("No such image: app:1");
    }
  }

  /** Returns the files that hold contents. */
  private static List<String> keptFiles(ImageStore store) {
    return StoreContract.files(store).stream()
        .filter(file -> file.matches("(blobs|layers|staging|leases).*[^/]"))
        .toList();
  }

  @Test
  default void remove_imageThatSharesLayers_keepsThoseOfTheOther() throws IOException {
    TestImage top = BASE.child(TarBuilder.tar().file("c", "333"));
    TestImage sibling = BASE.label("sibling").tagged("sibling:1");
    try (ImageStore store = newStore()) {
      load(store, top.tagged("top:1"), sibling);

      Removal removal = store.remove("top:1");

      assertThat(removal.freedBytes()).isEqualTo(3);
      assertThat(store.info().layers()).isEqualTo(2);
      try (Mount mount = store.mount("sibling:1").readOnly()) {
        assertThat(Files.readString(mount.root().resolve("a"))).isEqualTo("1");
        assertThat(Files.readString(mount.root().resolve("b"))).isEqualTo("22");
      }
    }
  }

  @Test
  default void remove_mountedImage_leavesItsFilesUntilItIsClosed() throws IOException {
    try (ImageStore store = newStore()) {
      List<String> before = keptFiles(store);
      load(store, BASE.tagged("app:1"));
      try (Mount mount = store.mount("app:1").readOnly()) {
        store.remove("app:1");

        assertThat(Files.readString(mount.root().resolve("b"))).isEqualTo("22");
      }
      assertThat(keptFiles(store)).isEqualTo(before);
    }
  }

  @Test
  default void remove_leasedImage_canBeLoadedAgainMeanwhile() throws IOException {
    try (ImageStore store = newStore()) {
      List<String> before = keptFiles(store);
      load(store, BASE.tagged("app:1"));
      try (Lease lease = store.lease("app:1")) {
        assertThat(lease.image()).isEqualTo(BASE.id());
        store.remove("app:1");
        assertThat(keptFiles(store)).hasSizeGreaterThan(before.size());

        load(store, BASE.tagged("app:1"));
      }
      try (Mount mount = store.mount("app:1").readOnly()) {
        assertThat(Files.readString(mount.root().resolve("a"))).isEqualTo("1");
      }
      store.remove("app:1");
      assertThat(keptFiles(store)).isEqualTo(before);
    }
  }

  @Test
  default void mount_imageRemovedAfterItWasNamed_isNotFound() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"));
      var mounting = store.mount("app:1");
      store.remove("app:1");

      assertThatThrownBy(mounting::readOnly).isInstanceOf(ImageNotFoundException.class);
    }
  }

  @Test
  default void remove_byIdOfImageWithTwoNames_isRefusedUnlessForced() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1", "app:2"));
      String id = BASE.id().shortId();

      assertThatThrownBy(() -> store.remove(id))
          .isInstanceOf(ImageInUseException.class)
          .hasMessage(
              "conflict: unable to delete %s (must be forced) - image is referenced in multiple"
                      .formatted(id)
                  + " repositories");
      assertThat(store.image(id).tags()).hasSize(2);

      assertThat(lines(store.remove(id, RemoveOption.FORCE).steps()))
          .startsWith("Untagged: app:1", "Untagged: app:2", "Deleted: " + BASE.id());
    }
  }

  @Test
  default void planRemoval_thenRemove_doesWhatWasPlanned() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"));

      RemovalPlan plan = store.planRemoval("app:1");

      assertThat(plan.isPossible()).isTrue();
      assertThat(plan.freedBytes()).isEqualTo(3);
      assertThat(store.images().count()).isEqualTo(1);
      assertThat(store.remove(plan).steps()).isEqualTo(plan.steps());
      assertThatThrownBy(() -> store.remove(plan)).isInstanceOf(StaleStateException.class);
    }
  }

  @Test
  default void remove_planOfAStateThatHasMovedOn_changesNothing() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"));
      RemovalPlan plan = store.planRemoval("app:1");
      store.tag("app:1").with("app:2");

      assertThatThrownBy(() -> store.remove(plan))
          .isInstanceOf(StaleStateException.class)
          .hasMessage("the store has changed since the removal of app:1 was planned: plan again");
      assertThat(store.image("app:1").tags()).hasSize(2);
    }
  }

  @Test
  default void planRemoval_ofWhatIsRefused_carriesTheRefusal() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1", "other:1"));

      RemovalPlan plan = store.planRemoval(BASE.id());

      assertThat(plan.isPossible()).isFalse();
      assertThat(plan.steps()).isEmpty();
      ImageInUseException refusal = plan.refusal().orElseThrow();
      assertThat(refusal.kind()).isEqualTo(ImageInUseException.Kind.SEVERAL_REFERENCES);
      assertThat(refusal.isHard()).isFalse();
      assertThat(refusal.holders()).hasSize(2);
      assertThatThrownBy(() -> store.remove(plan)).isSameAs(refusal);
    }
  }

  @Test
  default void removeEach_several_goesOnAfterARefusal() {
    TestImage other = TestImage.withFile("other", "4");
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"), other.tagged("other:1"));

      List<RemovalOutcome> outcomes =
          store.removeEach(List.of("nosuch", "app:1", "Bad", "other:1"));

      assertThat(outcomes)
          .extracting(outcome -> outcome.removal().isPresent())
          .containsExactly(false, true, false, true);
      assertThat(outcomes.get(0).failure().orElseThrow())
          .hasMessage("No such image: nosuch:latest");
      assertThat(store.images().all()).isEmpty();
    }
  }

  @Test
  default void remove_selection_removesEveryNameOfEachImage() {
    TestImage other = TestImage.withFile("other", "4");
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1", "app:2"), other);

      assertThat(store.images().dangling().remove()).hasSize(1);
      assertThat(ids(store.images())).containsExactly(BASE.id());
      assertThat(store.images().tagged().remove()).hasSize(2);
      assertThat(store.images().all()).isEmpty();
    }
  }

  @Test
  default void prune_danglingImages_takesThemAndTellsTheBytes() {
    TestImage other = TestImage.withFile("other", "4444");
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"), other);

      PruneReport plan = store.planPrune();
      PruneReport report = store.prune();

      assertThat(report).isEqualTo(plan);
      assertThat(report.reclaimedBytes()).isEqualTo(4);
      assertThat(ids(store.images())).containsExactly(BASE.id());
      assertThat(store.prune().steps()).isEmpty();
      assertThat(lines(store.prune(PruneOption.ALL_UNUSED).steps())).startsWith("Untagged: app:1");
    }
  }

  @Test
  default void remove_always_tellsWhatHappened() {
    try (ImageStore store = newStore()) {
      load(store, BASE.tagged("app:1"));
      store.remove("app:1");

      List<StoreEvent> events = store.eventsSince(Instant.EPOCH);

      assertThat(events)
          .extracting(StoreEvent::action)
          .containsExactly(
              StoreEvent.Action.LOAD, StoreEvent.Action.UNTAG, StoreEvent.Action.DELETE);
      assertThat(events.get(1).reference()).contains("app:1");
      assertThat(events.get(1).attributes()).containsEntry("name", BASE.id().toString());
      assertThat(events)
          .extracting(StoreEvent::cause)
          .containsExactly(
              StoreEvent.Action.LOAD, StoreEvent.Action.DELETE, StoreEvent.Action.DELETE);
    }
  }
}
