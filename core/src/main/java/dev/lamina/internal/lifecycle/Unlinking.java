package dev.lamina.internal.lifecycle;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.Layer;
import dev.lamina.Reference;
import dev.lamina.RemovalStep;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes names, images and containers out of a state, one after the other, and with them what
 * nothing else needs; notes what that means for users, catalogue and disk. Checks nothing.
 */
final class Unlinking {
  private final List<RemovalStep> steps = new ArrayList<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<PlannedEvent> events = new ArrayList<>();
  private final Set<Digest> blobs = new LinkedHashSet<>();
  private final Set<Digest> layers = new LinkedHashSet<>();
  private final Set<Digest> chains = new HashSet<>();
  private StoreState state;
  private long released;

  Unlinking(StoreState before) {
    this.state = before;
  }

  /** Returns the state after what was done so far. */
  StoreState state() {
    return state;
  }

  /** Returns the bytes in the files of the layers released so far. */
  long released() {
    return released;
  }

  Effect effect() {
    return new Effect(steps, changes, events, new Garbage(List.copyOf(blobs), List.copyOf(layers)));
  }

  /** Takes away a name, and tells of it. */
  void untag(ImageRecord image, Reference name) {
    untagSilently(name);
    events.add(new PlannedEvent(image, Optional.of(name)));
  }

  /** Takes away a name without an event, as engines do with what goes along with another name. */
  void untagSilently(Reference name) {
    change(new Change.RemoveReference(name.canonical()));
    steps.add(new RemovalStep.Untagged(name));
  }

  /** Removes an image that has no name any more, with its layers as far as nobody needs them. */
  void delete(ImageRecord image) {
    change(new Change.RemoveImage(image.id()));
    steps.add(new RemovalStep.Deleted(new ImageId(image.id())));
    events.add(new PlannedEvent(image, Optional.empty()));
    image.stacks().forEach(this::release);
    sweep(image.neededLayers(), image.namedBlobs().toList());
  }

  /** Removes a container, with its layers as far as nobody needs them. */
  void delete(ContainerRecord container) {
    change(new Change.RemoveContainer(container.id()));
    sweep(container.diffIds().stream(), List.of());
  }

  private void change(Change change) {
    state = state.apply(change);
    changes.add(change);
  }

  /** Tells of each layer, from the top down to the first that is still part of some stack. */
  private void release(List<Digest> diffIds) {
    List<Digest> chainIds = Layer.chainIds(diffIds);
    for (int n = diffIds.size() - 1; n >= 0 && !state.isStackNeeded(chainIds.get(n)); n--) {
      Digest chainId = chainIds.get(n);
      state.layer(diffIds.get(n)).ifPresent(layer -> release(chainId, layer));
    }
  }

  private void release(Digest chainId, LayerRecord layer) {
    if (chains.add(chainId)) { // Not again for a variant that begins like the image.
      steps.add(new RemovalStep.Released(chainId, layer.size()));
      released += layer.size();
    }
  }

  /** Lets go of layers, forms of layers and blobs that were needed, as far as none needs them. */
  private void sweep(Stream<Digest> needed, List<Digest> named) {
    Stream<Digest> formerly = named.stream().flatMap(state::layersIn).map(LayerRecord::diffId);
    List<Digest> perhaps = Stream.concat(needed, formerly).distinct().toList();
    Set<Digest> candidates = new LinkedHashSet<>(named);
    for (Digest diffId : perhaps) {
      state.layer(diffId).ifPresent(layer -> candidates.addAll(sweep(layer)));
    }
    candidates.stream().filter(this::isUnneeded).forEach(blobs::add);
  }

  /** Lets go of a layer, or some of its forms, and returns the blobs that it does not need now. */
  private List<Digest> sweep(LayerRecord layer) {
    List<LayerForm> forms = state.isLayerNeeded(layer.diffId()) ? neededForms(layer) : List.of();
    if (forms.isEmpty()) {
      change(new Change.RemoveLayer(layer.diffId()));
      layers.add(layer.diffId());
    } else if (forms.size() < layer.forms().size()) {
      change(
          new Change.PutLayer(
              new LayerRecord(layer.diffId(), layer.size(), layer.tarSize(), forms)));
    }
    return layer.forms().stream()
        .filter(form -> !forms.contains(form))
        .map(LayerForm::blob)
        .toList();
  }

  /** Returns the forms that an image names; or, if none does, the first: any one will do. */
  private List<LayerForm> neededForms(LayerRecord layer) {
    if (layer.forms().size() == 1) {
      return layer.forms();
    }
    List<LayerForm> named =
        layer.forms().stream().filter(form -> state.isNamed(form.blob())).toList();
    return named.isEmpty() ? layer.forms().subList(0, 1) : named;
  }

  private boolean isUnneeded(Digest blob) {
    return !state.isNamed(blob) && !state.holdsLayer(blob);
  }
}
