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
    PersistentIndex imagesByBlob,
    PersistentIndex layersByBlob,
    PersistentIndex containersByImage,
    PersistentMap<String, String> containersByName,
    StackIndex stacks) {
  private static final Indices EMPTY =
      new Indices(
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentIndex.empty(),
          PersistentMap.empty(),
          StackIndex.empty());

  static Indices empty() {
    return EMPTY;
  }

  Indices with(ImageRecord image) {
    String id = image.id().hex();
    return new Indices(
        referencesByImage,
        imagesByParent.putAll(image.parent().stream().map(Digest::hex), id),
        imagesByBlob.putAll(image.namedBlobs().map(Digest::hex), id),
        layersByBlob,
        containersByImage,
        containersByName,
        stacks.withAll(image.stacks()));
  }

  Indices without(ImageRecord image) {
    String id = image.id().hex();
    return new Indices(
        referencesByImage,
        imagesByParent.removeAll(image.parent().stream().map(Digest::hex), id),
        imagesByBlob.removeAll(image.namedBlobs().map(Digest::hex), id),
        layersByBlob,
        containersByImage,
        containersByName,
        stacks.withoutAll(image.stacks()));
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
        containersByName.put(container.name(), container.id()),
        stacks.with(container.diffIds()));
  }

  Indices without(ContainerRecord container) {
    return withContainers(
        containersByImage.remove(container.image().hex(), container.id()),
        containersByName.remove(container.name()),
        stacks.without(container.diffIds()));
  }

  private Indices withContainers(
      PersistentIndex byImage, PersistentMap<String, String> byName, StackIndex newStacks) {
    return new Indices(
        referencesByImage, imagesByParent, imagesByBlob, layersByBlob, byImage, byName, newStacks);
  }

  private Indices withReferences(PersistentIndex other) {
    return new Indices(
        other,
        imagesByParent,
        imagesByBlob,
        layersByBlob,
        containersByImage,
        containersByName,
        stacks);
  }

  private Indices withLayers(PersistentIndex other) {
    return new Indices(
        referencesByImage,
        imagesByParent,
        imagesByBlob,
        other,
        containersByImage,
        containersByName,
        stacks);
  }

  private static Stream<String> blobs(LayerRecord layer) {
    return layer.forms().stream().map(form -> form.blob().hex());
  }
}
