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
 * points, and the layers of an image, come first and go last. A layer of another platform's variant
 * may be missing, since it may be kept as a blob alone; if it is there, it stays.
 */
public final class StoreState {
  private static final StoreState EMPTY =
      new StoreState(
          0, PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), Indices.empty());

  private final long sequence;
  // Keyed by hexadecimal digits: a digest's text would have to be made anew for each comparison.
  private final PersistentMap<String, ImageRecord> images;
  private final PersistentMap<String, LayerRecord> layers;
  private final PersistentMap<String, Digest> references;
  private final Indices indices;

  private StoreState(
      long sequence,
      PersistentMap<String, ImageRecord> images,
      PersistentMap<String, LayerRecord> layers,
      PersistentMap<String, Digest> references,
      Indices indices) {
    this.sequence = sequence;
    this.images = images;
    this.layers = layers;
    this.references = references;
    this.indices = indices;
  }

  /** Returns the state of a store to which nothing has happened. */
  public static StoreState empty() {
    return EMPTY;
  }

  /** Returns this state with another number. */
  StoreState withSequence(long number) {
    return new StoreState(number, images, layers, references, indices);
  }

  /** Returns the number of the last transaction; the first one is 1. */
  public long sequence() {
    return sequence;
  }

  /** Returns how many images there are. */
  public int imageCount() {
    return images.size();
  }

  /** Returns how many layers there are. */
  public int layerCount() {
    return layers.size();
  }

  /** Returns how many references there are. */
  public int referenceCount() {
    return references.size();
  }

  /** Returns all images, ascending by ID. */
  public Stream<ImageRecord> images() {
    return images.values();
  }

  /** Returns the image with an ID. */
  public Optional<ImageRecord> image(Digest id) {
    return Optional.ofNullable(images.get(id.hex()));
  }

  /** Returns the images whose ID's hexadecimal digits begin so, ascending by ID. */
  public Stream<ImageRecord> imagesWithPrefix(String hexPrefix) {
    return images
        .from(hexPrefix)
        .takeWhile(entry -> entry.key().startsWith(hexPrefix))
        .map(PersistentMap.Node::value);
  }

  /** Returns the image to which a reference points. */
  public Optional<Digest> target(String reference) {
    return Optional.ofNullable(references.get(reference));
  }

  /** Returns all references, ascending. */
  public Stream<ReferenceRecord> references() {
    return references.entries().map(StoreState::toReference);
  }

  /** Returns the references that begin so, ascending: with a repository and {@code :}, its tags. */
  public Stream<ReferenceRecord> referencesWithPrefix(String prefix) {
    return references
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

  /** Returns the images made from an image, ascending by ID. */
  public Stream<ImageRecord> children(Digest image) {
    return resolved(indices.imagesByParent().get(image.hex()));
  }

  /** Returns the images that need a layer, for themselves or for a variant, ascending by ID. */
  public Stream<ImageRecord> imagesWithLayer(Digest diffId) {
    return resolved(indices.imagesByLayer().get(diffId.hex()));
  }

  /** Returns the images that name a blob, ascending by ID; its layers are not looked at. */
  public Stream<ImageRecord> imagesNaming(Digest blob) {
    return resolved(indices.imagesByBlob().get(blob.hex()));
  }

  /** Returns the layers that a blob holds: mostly one. */
  public Stream<LayerRecord> layersIn(Digest blob) {
    return indices.layersByBlob().get(blob.hex()).map(layers::get).filter(Objects::nonNull);
  }

  private Stream<ImageRecord> resolved(Stream<String> ids) {
    return ids.map(images::get).filter(Objects::nonNull);
  }

  /** Returns all layers, ascending by digest. */
  public Stream<LayerRecord> layers() {
    return layers.values();
  }

  /** Returns the layer with a digest. */
  public Optional<LayerRecord> layer(Digest diffId) {
    return Optional.ofNullable(layers.get(diffId.hex()));
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
    }
    throw new AssertionError(change);
  }

  private StoreState put(ImageRecord image) {
    String key = image.id().hex();
    for (Digest diffId : image.diffIds()) {
      require(layers.containsKey(diffId.hex()), "image needs missing layer", diffId);
    }
    ImageRecord old = images.get(key);
    Indices rest = old == null ? indices : indices.without(old);
    return withImages(images.put(key, image), rest.with(image));
  }

  private StoreState removeImage(Digest id) {
    ImageRecord old = images.get(id.hex());
    if (old == null) {
      return this;
    }
    require(!indices.referencesByImage().contains(id.hex()), "references point to image", id);
    return withImages(images.remove(id.hex()), indices.without(old));
  }

  private StoreState put(String reference, Digest image) {
    require(images.containsKey(image.hex()), "reference points to missing image", image);
    StoreState rest = removeReference(reference);
    return rest.withReferences(
        rest.references.put(reference, image), rest.indices.with(reference, image));
  }

  private StoreState removeReference(String reference) {
    Digest old = references.get(reference);
    return old == null
        ? this
        : withReferences(references.remove(reference), indices.without(reference, old));
  }

  private StoreState put(LayerRecord layer) {
    String key = layer.diffId().hex();
    LayerRecord old = layers.get(key);
    Indices rest = old == null ? indices : indices.without(old);
    return withLayers(layers.put(key, layer), rest.with(layer));
  }

  private StoreState removeLayer(Digest diffId) {
    LayerRecord old = layers.get(diffId.hex());
    if (old == null) {
      return this;
    }
    require(!indices.imagesByLayer().contains(diffId.hex()), "images need layer", diffId);
    return withLayers(layers.remove(diffId.hex()), indices.without(old));
  }

  private static void require(boolean condition, String problem, Digest digest) {
    if (!condition) {
      throw new IllegalArgumentException(problem + " " + digest);
    }
  }

  private StoreState withImages(PersistentMap<String, ImageRecord> other, Indices newIndices) {
    return new StoreState(sequence, other, layers, references, newIndices);
  }

  private StoreState withLayers(PersistentMap<String, LayerRecord> other, Indices newIndices) {
    return new StoreState(sequence, images, other, references, newIndices);
  }

  private StoreState withReferences(PersistentMap<String, Digest> other, Indices newIndices) {
    return new StoreState(sequence, images, layers, other, newIndices);
  }

  /** Returns the changes that make this state of an empty one, in an order that can be applied. */
  Stream<Change> toChanges() {
    return Stream.of(
            layers.values().map(Change.PutLayer::new),
            images.values().map(Change.PutImage::new),
            references.entries().map(e -> new Change.PutReference(e.key(), e.value())))
        .flatMap(changes -> changes);
  }

  /** Returns how many changes those are. */
  int size() {
    return layers.size() + images.size() + references.size();
  }

  Indices indices() {
    return indices;
  }
}
