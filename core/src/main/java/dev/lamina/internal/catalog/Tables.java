package dev.lamina.internal.catalog;

import dev.lamina.Digest;

/**
 * What a store knows, by what it is found by: images, layers and containers by the hexadecimal
 * digits of their IDs (a digest's text would have to be made anew for each comparison), references
 * by their canonical form, events by number.
 */
record Tables(
    PersistentMap<String, ImageRecord> images,
    PersistentMap<String, LayerRecord> layers,
    PersistentMap<String, Digest> references,
    PersistentMap<String, ContainerRecord> containers,
    PersistentMap<Long, EventRecord> events) {
  private static final Tables EMPTY =
      new Tables(
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty(),
          PersistentMap.empty());

  static Tables empty() {
    return EMPTY;
  }

  Tables withImages(PersistentMap<String, ImageRecord> other) {
    return new Tables(other, layers, references, containers, events);
  }

  Tables withLayers(PersistentMap<String, LayerRecord> other) {
    return new Tables(images, other, references, containers, events);
  }

  Tables withReferences(PersistentMap<String, Digest> other) {
    return new Tables(images, layers, other, containers, events);
  }

  Tables withContainers(PersistentMap<String, ContainerRecord> other) {
    return new Tables(images, layers, references, other, events);
  }

  Tables withEvents(PersistentMap<Long, EventRecord> other) {
    return new Tables(images, layers, references, containers, other);
  }
}
