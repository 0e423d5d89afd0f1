package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.util.stream.Stream;

/**
 * The ways from what is needed back to what needs it, kept with every change; keys and members are
 * references or the hexadecimal digits of digests.
 */
record Indices(
    PersistentIndex referencesByImage,
    PersistentIndex imagesByParent,
    PersistentIndex imagesByLayer,
    PersistentIndex imagesByBlob,
    PersistentIndex layersByBlob,
    PersistentIndex containersByImage,
    PersistentIndex containersByLayer,
    PersistentMap<String, String> containersByName) {
  private static final Indices EMPTY =
      new Indices(
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentMap.empty());

  static Indices empty() {
    return EMPTY;
  }

  Indices with(ImageRecord image) {
    String id = image.id().hex();
    return new Indices(
        referencesByImage,
        imagesByParent.putAll(image.parent().stream().map(Digest::hex), id),
        imagesByLayer.putAll(image.neededLayers().map(Digest::hex), id),
        imagesByBlob.putAll(image.namedBlobs().map(Digest::hex), id),
        layersByBlob,
        containersByImage,
        containersByLayer,
        containersByName);
  }

  Indices without(ImageRecord image) {
    String id = image.id().hex();
    return new Indices(
        referencesByImage,
        imagesByParent.removeAll(image.parent().stream().map(Digest::hex), id),
        imagesByLayer.removeAll(image.neededLayers().map(Digest::hex), id),
        imagesByBlob.removeAll(image.namedBlobs().map(Digest::hex), id),
        layersByBlob,
        containersByImage,
        containersByLayer,
        containersByName);
  }

  Indices with(String reference, Digest image) {
    return withReferences(referencesByImage.put(image.hex(), reference));
  }

  Indices without(String reference, Digest image) {
    return withReferences(referencesByImage.remove(image.hex(), reference));
  }

  Indices with(LayerRecord layer) {
    return withLayers(layersByBlob.putAll(blobs(layer), layer.diffId().hex()));
  }

  Indices without(LayerRecord layer) {
    return withLayers(layersByBlob.removeAll(blobs(layer), layer.diffId().hex()));
  }

  Indices with(ContainerRecord container) {
    return withContainers(
        containersByImage.put(container.image().hex(), container.id()),
        containersByLayer.putAll(layers(container), container.id()),
        containersByName.put(container.name(), container.id()));
  }

  Indices without(ContainerRecord container) {
    return withContainers(
        containersByImage.remove(container.image().hex(), container.id()),
        containersByLayer.removeAll(layers(container), container.id()),
        containersByName.remove(container.name()));
  }

  private Indices withContainers(
      PersistentIndex byImage, PersistentIndex byLayer, PersistentMap<String, String> byName) {
    return new Indices(
        referencesByImage,
        imagesByParent,
        imagesByLayer,
        imagesByBlob,
        layersByBlob,
        byImage,
        byLayer,
        byName);
  }

  private static Stream<String> layers(ContainerRecord container) {
    return container.diffIds().stream().map(Digest::hex).distinct();
  }

  private Indices withReferences(PersistentIndex other) {
    return new Indices(
        other,
        imagesByParent,
        imagesByLayer,
        imagesByBlob,
        layersByBlob,
        containersByImage,
        containersByLayer,
        containersByName);
  }

  private Indices withLayers(PersistentIndex other) {
    return new Indices(
        referencesByImage,
        imagesByParent,
        imagesByLayer,
        imagesByBlob,
        other,
        containersByImage,
        containersByLayer,
        containersByName);
  }

  private static Stream<String> blobs(LayerRecord layer) {
    return layer.forms().stream().map(form -> form.blob().hex());
  }
}
