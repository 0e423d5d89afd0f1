package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What goes with a container: the layers that it alone held, and their blobs.
 *
 * @param changes what to change in the catalogue
 * @param layers the layers that go, base to top
 * @param blobs the blobs that nothing needs then
 */
public record ContainerRemoval(List<Change> changes, List<Digest> layers, List<Digest> blobs) {
  /** Makes a plan with copies of the lists. */
  public ContainerRemoval {
    changes = List.copyOf(changes);
    layers = List.copyOf(layers);
    blobs = List.copyOf(blobs);
  }

  /** Plans the removal of a container that the state has. */
  public static ContainerRemoval plan(StoreState state, ContainerRecord container) {
    Change removal = new Change.RemoveContainer(container.id());
    StoreState without = state.apply(removal);
    List<LayerRecord> freed =
        container.diffIds().stream()
            .distinct()
            .filter(layer -> !isNeeded(without, layer))
            .flatMap(layer -> state.layer(layer).stream())
            .toList();
    List<Change> changes = new ArrayList<>(List.of(removal));
    StoreState after = without;
    for (LayerRecord layer : freed) {
      Change change = new Change.RemoveLayer(layer.diffId());
      changes.add(change);
      after = after.apply(change);
    }
    return new ContainerRemoval(
        changes, freed.stream().map(LayerRecord::diffId).toList(), blobs(after, freed));
  }

  private static boolean isNeeded(StoreState state, Digest layer) {
    return Stream.concat(state.imagesWithLayer(layer), state.containersWithLayer(layer))
        .findAny()
        .isPresent();
  }

  private static List<Digest> blobs(StoreState after, List<LayerRecord> freed) {
    return freed.stream()
        .flatMap(layer -> layer.forms().stream())
        .map(LayerForm::blob)
        .distinct()
        .filter(blob -> after.layersIn(blob).findAny().isEmpty())
        .filter(blob -> after.imagesNaming(blob).findAny().isEmpty())
        .toList();
  }
}
