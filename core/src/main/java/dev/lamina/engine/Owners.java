package dev.lamina.engine;

import dev.lamina.ContainerId;
import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whom a file of the store concerns.
 *
 * @param images the images that need it
 * @param containers the containers that need it
 */
record Owners(List<ImageId> images, List<ContainerId> containers) {
  /** Nobody. */
  static final Owners NONE = new Owners(List.of(), List.of());

  /** Returns who needs some layers. */
  static Owners ofLayers(StoreState state, Set<Digest> diffIds) {
    return new Owners(
        state
            .images()
            .filter(image -> image.neededLayers().anyMatch(diffIds::contains))
            .map(image -> new ImageId(image.id()))
            .toList(),
        state
            .containers()
            .filter(container -> container.diffIds().stream().anyMatch(diffIds::contains))
            .map(container -> new ContainerId(container.id()))
            .toList());
  }

  /** Returns who needs a layer. */
  static Owners ofLayer(StoreState state, Digest diffId) {
    return ofLayers(state, Set.of(diffId));
  }

  /** Returns who names a blob, or needs a layer that it holds. */
  static Owners ofBlob(StoreState state, Digest blob) {
    Set<Digest> layers = state.layersIn(blob).map(LayerRecord::diffId).collect(Collectors.toSet());
    Owners ofLayers = layers.isEmpty() ? NONE : ofLayers(state, layers);
    List<ImageId> images =
        Stream.concat(
                state.imagesNaming(blob).map(image -> new ImageId(image.id())),
                ofLayers.images().stream())
            .distinct()
            .toList();
    return new Owners(images, ofLayers.containers());
  }

  /** Returns an image. */
  static Owners ofImage(Digest image) {
    return new Owners(List.of(new ImageId(image)), List.of());
  }

  /** Returns a container. */
  static Owners ofContainer(String container) {
    return new Owners(List.of(), List.of(new ContainerId(container)));
  }
}
