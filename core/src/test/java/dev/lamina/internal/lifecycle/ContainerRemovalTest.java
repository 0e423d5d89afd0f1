package dev.lamina.internal.lifecycle;

import static dev.lamina.internal.lifecycle.ContainerExamples.NONE;
import static dev.lamina.internal.lifecycle.ContainerExamples.digest;
import static dev.lamina.internal.lifecycle.ContainerExamples.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContainerRemovalTest {
  private static Effect plan(StoreState state, String name) {
    Effect plan = RemovalPlanner.removeContainer(state, state.containerNamed(name).orElseThrow());
    StoreState after = state.apply(new Transaction(plan.changes()));
    assertThat(after.containerNamed(name)).isEmpty();
    plan.garbage().layers().forEach(layer -> assertThat(after.layer(layer)).isEmpty());
    assertThat(after.layerCount()).isEqualTo(state.layerCount() - plan.garbage().layers().size());
    return plan;
  }

  @Test
  void plan_imageIsThere_freesNothing() {
    StoreState state =
        NONE.layer("1", "b1")
            .image("a", "app:1", Optional.empty(), "1")
            .container("c", "web", "a", 1, "1")
            .state();

    Effect plan = plan(state, "web");

    assertThat(plan.changes()).containsExactly(new Change.RemoveContainer(id("c")));
    assertThat(plan.garbage().layers()).isEmpty();
    assertThat(plan.garbage().blobs()).isEmpty();
  }

  @Test
  void plan_imageIsGone_freesWhatItAloneHeld() {
    StoreState state =
        NONE.layer("1", "b1")
            .layer("2", "b2")
            .layer("3", "b3", "b4")
            .image("a", "other:1", Optional.empty(), "1")
            .container("c", "web", "f", 1, "1", "2", "3", "3")
            .container("d", "db", "f", 2, "2")
            .state();

    Effect plan = plan(state, "web");

    assertThat(plan.garbage().layers()).containsExactly(digest("3"));
    assertThat(plan.garbage().blobs()).containsExactlyInAnyOrder(digest("b3"), digest("b4"));
  }

  @Test
  void plan_blobThatIsNeededElsewhere_staysWithoutItsLayer() {
    StoreState state =
        NONE.layer("1", "b1", "b2", "b3")
            .layer("2", "b2")
            .image("a", "other:1", Optional.empty(), "2")
            .image("b1", "odd:1", Optional.empty()) // A config that is a layer, too.
            .container("c", "web", "f", 1, "1")
            .state();

    Effect plan = plan(state, "web");

    assertThat(plan.garbage().layers()).containsExactly(digest("1"));
    assertThat(plan.garbage().blobs()).containsExactly(digest("b3"));
  }

  @Test
  void plan_lastOfSeveralContainers_freesTheLayers() {
    StoreState state =
        NONE.layer("1", "b1")
            .container("c", "web", "f", 1, "1")
            .container("d", "db", "f", 2, "1")
            .state();

    Effect first = plan(state, "web");
    StoreState after = state.apply(new Transaction(first.changes()));

    assertThat(first.garbage().layers()).isEmpty();
    assertThat(plan(after, "db").garbage().layers()).containsExactly(digest("1"));
  }
}
