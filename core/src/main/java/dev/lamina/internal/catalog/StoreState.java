package dev.lamina.internal.catalog;

import dev.lamina.Digest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a store knows at one moment, immutable. A change gives another state, which shares what
 * has not changed: it costs the logarithm of the number of images, and so does every look-up.
 *
 * <p>References are texts in their canonical form, such as {@code docker.io/library/ubuntu:latest};
 * images and layers are found by digest. What is needed is there: the image to which a reference
 * points, and the layers of an image or a container, come first and go last. A container outlives
 * its image. A layer of another platform's variant may be missing, since it may be kept as a blob
 * alone; if it is there, it stays.
 */
public final class StoreState {
  /** How many events a snapshot keeps; those since are there as well. */
  static final int REMEMBERED_EVENTS = 1000;

  private static final StoreState EMPTY = new StoreState(0, Tables.empty(), Indices.empty());

  private final long sequence;
  private final Tables tables;
  private final Indices indices;

  private StoreState(long sequence, Tables tables, Indices indices) {
    this.sequence = sequence;
    this.tables = tables;
    this.indices = indices;
  }

  /** Returns the state of a store to which nothing has happened. */
  public static StoreState empty() {
    return EMPTY;
  }

  /** Returns this state with another number. */
  StoreState withSequence(long number) {
    return new StoreState(number, tables, indices);
  }

  /** Returns the number of the last transaction; the first one is 1. */
  public long sequence() {
    return sequence;
  }

  /** Returns how many images there are. */
  public int imageCount() {
    return tables.images().size();
  }

  /** Returns how many layers there are. */
  public int layerCount() {
    return tables.layers().size();
  }

  /** Returns how many references there are. */
  public int referenceCount() {
    return tables.references().size();
  }

  /** Returns all images, ascending by ID. */
  public Stream<ImageRecord> images() {
    return tables.images().values();
  }

  /**
   * Returns all images with their references at hand, ascending by ID, in one walk through both: to
   * look up the references of most images takes longer. The stream is for one thread.
   */
  public Stream<NamedImage> namedImages() {
    PersistentIndex.Walk references = indices.referencesByImage().walk();
    return tables
        .images()
        .entries()
        .map(e -> new NamedImage(e.value(), indices.referencesByImage(), references.get(e)));
  }

  /** Returns an image of this state with its references, which are looked up when asked for. */
  public NamedImage named(ImageRecord image) {
    return new NamedImage(image, indices.referencesByImage(), null);
  }

  /** Returns the image with an ID. */
  public Optional<ImageRecord> image(Digest id) {
    return Optional.ofNullable(tables.images().get(id.hex()));
  }

  /** Returns the images whose ID's hexadecimal digits begin so, ascending by ID. */
  public Stream<ImageRecord> imagesWithPrefix(String hexPrefix) {
    return tables
        .images()
        .from(hexPrefix)
        .takeWhile(entry -> entry.key().startsWith(hexPrefix))
        .map(PersistentMap.Node::value);
  }

  /** Returns the image to which a reference points. */
  public Optional<Digest> target(String reference) {
    return Optional.ofNullable(tables.references().get(reference));
  }

  /** Returns all references, ascending. */
  public Stream<ReferenceRecord> references() {
    return tables.references().entries().map(StoreState::toReference);
  }

  /** Returns the references that begin so, ascending: with a repository and {@code :}, its tags. */
  public Stream<ReferenceRecord> referencesWithPrefix(String prefix) {
    return tables
        .references()
        .from(prefix)
        .takeWhile(entry -> entry.key().startsWith(prefix))
        .map(StoreState::toReference);
  }

  private static ReferenceRecord toReference(PersistentMap.Node<String, Digest> entry) {
    return new ReferenceRecord(entry.key(), entry.value());
  }

  /** Returns the references that point to an image, ascending. */
  public Stream<String> referencesTo(Digest image) {
    return indices.referencesByImage().get(image.hex());
  }

  /** Returns whether any reference points to an image. */
  public boolean isReferenced(Digest image) {
    return indices.referencesByImage().contains(image.hex());
  }

  /** Returns whether there are images made from an image. */
  public boolean hasChildren(Digest image) {
    return indices.imagesByParent().contains(image.hex());
  }

  /** Returns the images made from an image, ascending by ID. */
  public Stream<ImageRecord> children(Digest image) {
    return resolved(indices.imagesByParent().get(image.hex()));
  }

  /** Returns whether any image, variant or container needs a layer. */
  public boolean isLayerNeeded(Digest diffId) {
    return indices.stacks().tops().containsKey(diffId.hex());
  }

  /** Returns whether the layers of any image, variant or container are these or begin so. */
  public boolean isStackNeeded(Digest chainId) {
    return indices.stacks().needs().containsKey(chainId.hex());
  }

  /** Returns the images that name a blob, ascending by ID; its layers are not looked at. */
  public Stream<ImageRecord> imagesNaming(Digest blob) {
    return resolved(indices.imagesByBlob().get(blob.hex()));
  }

  /** Returns whether any image names a blob; its layers are not looked at. */
  public boolean isNamed(Digest blob) {
    return indices.imagesByBlob().contains(blob.hex());
  }

  /** Returns whether a blob holds a layer. */
  public boolean holdsLayer(Digest blob) {
    return indices.layersByBlob().contains(blob.hex());
  }

  /** Returns the layers that a blob holds: mostly one. */
  public Stream<LayerRecord> layersIn(Digest blob) {
    return indices
        .layersByBlob()
        .get(blob.hex())
        .map(tables.layers()::get)
        .filter(Objects::nonNull);
  }

  private Stream<ImageRecord> resolved(Stream<String> ids) {
    return ids.map(tables.images()::get).filter(Objects::nonNull);
  }

  /** Returns how many containers there are. */
  public int containerCount() {
    return tables.containers().size();
  }

  /** Returns all containers, ascending by ID. */
  public Stream<ContainerRecord> containers() {
    return tables.containers().values();
  }

  /** Returns the container with an ID, of 64 digits. */
  public Optional<ContainerRecord> container(String id) {
    return Optional.ofNullable(tables.containers().get(id));
  }

  /** Returns the container with a name. */
  public Optional<ContainerRecord> containerNamed(String name) {
    return Optional.ofNullable(indices.containersByName().get(name)).flatMap(this::container);
  }

  /** Returns the containers whose ID begins so, ascending by ID. */
  public Stream<ContainerRecord> containersWithPrefix(String hexPrefix) {
    return tables
        .containers()
        .from(hexPrefix)
        .takeWhile(entry -> entry.key().startsWith(hexPrefix))
        .map(PersistentMap.Node::value);
  }

  /** Returns whether containers were made from an image. */
  public boolean hasContainers(Digest image) {
    return indices.containersByImage().contains(image.hex());
  }

  /** Returns the containers made from an image, ascending by ID. */
  public Stream<ContainerRecord> containersOf(Digest image) {
    return indices
        .containersByImage()
        .get(image.hex())
        .map(tables.containers()::get)
        .filter(Objects::nonNull);
  }

  /** Returns the remembered events from a number on, ascending: at least the last thousand. */
  public Stream<EventRecord> eventsFrom(long number) {
    return tables.events().from(number).map(PersistentMap.Node::value);
  }

  /** Returns the number of the last event; 0 if there was none. */
  public long lastEvent() {
    Long last = tables.events().lastKey();
    return last == null ? 0 : last;
  }

  /** Returns all layers, ascending by digest. */
  public Stream<LayerRecord> layers() {
    return tables.layers().values();
  }

  /** Returns the layer with a digest. */
  public Optional<LayerRecord> layer(Digest diffId) {
    return Optional.ofNullable(tables.layers().get(diffId.hex()));
  }

  /**
   * Returns the state after a transaction, with the next number.
   *
   * @throws IllegalArgumentException if a change cannot be made
   */
  public StoreState apply(Transaction transaction) {
    return applyAll(transaction.changes()).withSequence(sequence + 1);
  }

  /** Returns the state after some changes, with the same number. */
  StoreState applyAll(List<Change> changes) {
    StoreState state = this;
    for (Change change : changes) {
      state = state.apply(change);
    }
    return state;
  }

  /**
   * Returns the state after a change, with the same number.
   *
   * @throws IllegalArgumentException if an image or a reference would need what is not there, or
   *     what is removed is needed
   */
  public StoreState apply(Change change) {
    if (change instanceof Change.PutImage put) {
      return put(put.image());
    } else if (change instanceof Change.RemoveImage remove) {
      return removeImage(remove.id());
    } else if (change instanceof Change.PutReference put) {
      return put(put.reference(), put.image());
    } else if (change instanceof Change.RemoveReference remove) {
      return removeReference(remove.reference());
    } else if (change instanceof Change.PutLayer put) {
      return put(put.layer());
    } else if (change instanceof Change.RemoveLayer remove) {
      return removeLayer(remove.diffId());
    } else if (change instanceof Change.PutContainer put) {
      return put(put.container());
    } else if (change instanceof Change.RemoveContainer remove) {
      return removeContainer(remove.id());
    } else if (change instanceof Change.AddEvent add) {
      return add(add.event());
    }
    throw new AssertionError(change);
  }

  private StoreState put(ImageRecord image) {
    String key = image.id().hex();
    for (Digest diffId : image.diffIds()) {
      require(tables.layers().containsKey(diffId.hex()), "image needs missing layer", diffId);
    }
    ImageRecord old = tables.images().get(key);
    Indices rest = old == null ? indices : indices.without(old);
    return with(tables.withImages(tables.images().put(key, image)), rest.with(image));
  }

  private StoreState removeImage(Digest id) {
    ImageRecord old = tables.images().get(id.hex());
    if (old == null) {
      return this;
    }
    require(!indices.referencesByImage().contains(id.hex()), "references point to image", id);
    return with(tables.withImages(tables.images().remove(id.hex())), indices.without(old));
  }

  private StoreState put(String reference, Digest image) {
    ImageRecord target = tables.images().get(image.hex());
    if (target == null) {
      throw new IllegalArgumentException("reference points to missing image " + image);
    }
    Digest id = target.id(); // The image's own: one text less to keep, and quick to compare.
    StoreState rest = removeReference(reference);
    return rest.with(
        rest.tables.withReferences(rest.tables.references().put(reference, id)),
        rest.indices.with(reference, id));
  }

  private StoreState removeReference(String reference) {
    Digest old = tables.references().get(reference);
    return old == null
        ? this
        : with(
            tables.withReferences(tables.references().remove(reference)),
            indices.without(reference, old));
  }

  private StoreState put(LayerRecord layer) {
    String key = layer.diffId().hex();
    LayerRecord old = tables.layers().get(key);
    Indices rest = old == null ? indices : indices.without(old);
    return with(tables.withLayers(tables.layers().put(key, layer)), rest.with(layer));
  }

  private StoreState removeLayer(Digest diffId) {
    LayerRecord old = tables.layers().get(diffId.hex());
    if (old == null) {
      return this;
    }
    require(!isLayerNeeded(diffId), "images or containers need layer", diffId);
    return with(tables.withLayers(tables.layers().remove(diffId.hex())), indices.without(old));
  }

  private static void require(boolean condition, String problem, Digest digest) {
    if (!condition) {
      throw new IllegalArgumentException(problem + " " + digest);
    }
  }

  private StoreState put(ContainerRecord container) {
    for (Digest diffId : container.diffIds()) {
      require(tables.layers().containsKey(diffId.hex()), "container needs missing layer", diffId);
    }
    String holder = indices.containersByName().get(container.name());
    if (holder != null && !holder.equals(container.id())) {
      throw new IllegalArgumentException("two containers are called " + container.name());
    }
    StoreState rest = removeContainer(container.id());
    return rest.with(
        rest.tables.withContainers(rest.tables.containers().put(container.id(), container)),
        rest.indices.with(container));
  }

  private StoreState removeContainer(String id) {
    ContainerRecord old = tables.containers().get(id);
    return old == null
        ? this
        : with(tables.withContainers(tables.containers().remove(id)), indices.without(old));
  }

  private StoreState add(EventRecord event) {
    return with(tables.withEvents(tables.events().put(event.number(), event)), indices);
  }

  /** Returns this state with as many events as a snapshot keeps, the last ones. */
  StoreState withoutOldEvents() {
    PersistentMap<Long, EventRecord> events = tables.events();
    int surplus = Math.max(0, events.size() - REMEMBERED_EVENTS);
    for (EventRecord old : tables.events().values().limit(surplus).toList()) {
      events = events.remove(old.number());
    }
    return with(tables.withEvents(events), indices);
  }

  private StoreState with(Tables newTables, Indices newIndices) {
    return new StoreState(sequence, newTables, newIndices);
  }

  /** Returns the changes that make this state of an empty one, in an order that can be applied. */
  Stream<Change> toChanges() {
    return Stream.of(
            tables.layers().values().map(Change.PutLayer::new),
            tables.images().values().map(Change.PutImage::new),
            tables.references().entries().map(e -> new Change.PutReference(e.key(), e.value())),
            tables.containers().values().map(Change.PutContainer::new),
            tables.events().values().map(Change.AddEvent::new))
        .flatMap(changes -> changes);
  }

  /** Returns how many changes those are. */
  int size() {
    return tables.layers().size()
        + tables.images().size()
        + tables.references().size()
        + tables.containers().size()
        + tables.events().size();
  }

  Indices indices() {
    return indices;
  }
}
