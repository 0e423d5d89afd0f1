package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageId;
import dev.lamina.Platform;
import dev.lamina.ProgressEvent;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.archive.ArchivedBlob;
import dev.lamina.internal.archive.ArchivedImage;
import dev.lamina.internal.archive.ArchivedLayer;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.catalog.VariantRecord;
import dev.lamina.internal.oci.HistoryDocument;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a load changes, computed from the state at the instant of its commit: images, their layers
 * and tags, parents, and what there is to tell of it.
 */
final class LoadTransaction {
  private final List<ArchivedImage> images;
  private final Reception reception;
  private final Clock clock;
  private final List<ProgressEvent> events = new ArrayList<>();
  private Optional<String> refusedParent = Optional.empty();

  LoadTransaction(List<ArchivedImage> images, Reception reception, Clock clock) {
    this.images = images;
    this.reception = reception;
    this.clock = clock;
  }

  /** Decides on the changes, from the state at the instant of the commit. */
  Decision<LoadTransaction> decide(StoreState before) {
    events.clear();
    List<Change> changes = new ArrayList<>();
    requireKept(before);
    putLayers(before, changes);
    putImages(before, changes);
    putTags(before, changes);
    changes.addAll(events(before, changes));
    return new Decision<>(new Transaction(changes), this);
  }

  /** The engine has one event for each image of an archive; names that move have one here, too. */
  private List<Change> events(StoreState before, List<Change> changes) {
    EventDraft draft = new EventDraft(before, clock, Action.LOAD);
    Map<Digest, ImageRecord> records = new LinkedHashMap<>();
    for (Change change : changes) {
      if (change instanceof Change.PutImage put) {
        records.put(put.image().id(), put.image());
      }
    }
    for (ProgressEvent event : events) {
      if (event instanceof ProgressEvent.TagMoved moved) {
        before
            .image(moved.from().digest())
            .ifPresent(loser -> draft.reference(Action.UNTAG, loser, moved.tag()));
      } else if (event instanceof ProgressEvent.ImageLoaded loaded) {
        Digest id = loaded.id().digest();
        ImageRecord record = Objects.requireNonNull(records.get(id));
        draft.image(Action.LOAD, record, id.toString());
      }
    }
    return draft.changes();
  }

  /** Returns what happened to tags and images, in the archive's order. */
  List<ProgressEvent> events() {
    return List.copyOf(events);
  }

  /** Returns the engine's message for a parent that is not one; the images are in all the same. */
  Optional<String> refusedParent() {
    return refusedParent;
  }

  /** Checks that the layers that were there already still are, in the forms that are named. */
  private void requireKept(StoreState before) {
    Stream<ArchivedLayer> needed =
        images.stream()
            .flatMap(image -> Stream.concat(Stream.of(image), image.variants().stream()))
            .flatMap(image -> image.layers().stream());
    needed
        .filter(layer -> !reception.hasReceived(layer.diffId(), layer.blob()))
        .filter(layer -> !LayerForms.has(before, layer.diffId(), layer.blob()))
        .findFirst()
        .ifPresent(
            layer -> {
              throw new OvertakenException("layer " + layer.diffId());
            });
  }

  private void putLayers(StoreState before, List<Change> changes) {
    Set<Digest> diffIds = new LinkedHashSet<>();
    for (ArchivedImage image : images) {
      image.layers().forEach(layer -> diffIds.add(layer.diffId()));
      image.variants().forEach(v -> v.layers().forEach(layer -> diffIds.add(layer.diffId())));
    }
    for (Digest diffId : diffIds) {
      List<ReceivedBlob> received = reception.formsOf(diffId);
      Optional<LayerRecord> known = before.layer(diffId);
      if (received.isEmpty()) {
        continue;
      }
      changes.add(new Change.PutLayer(LayerForms.merged(diffId, known, received)));
    }
  }

  private void putImages(StoreState before, List<Change> changes) {
    Map<Digest, ArchivedImage> archived = new LinkedHashMap<>();
    images.forEach(image -> archived.merge(image.id(), image, LoadTransaction::richer));
    for (ArchivedImage image : archived.values()) {
      Optional<ImageRecord> known = before.image(image.id());
      changes.add(new Change.PutImage(record(image, known, parent(image, archived))));
    }
  }

  /** One configuration may stand twice in an archive; the one with a parent or manifest counts. */
  private static ArchivedImage richer(ArchivedImage one, ArchivedImage other) {
    return one.parent().isEmpty() && one.manifest().isEmpty() ? other : one;
  }

  private Optional<Digest> parent(ArchivedImage image, Map<Digest, ArchivedImage> archived) {
    Optional<ArchivedImage> parent = image.parent().map(archived::get);
    if (parent.isEmpty() || parent.get().id().equals(image.id())) {
      return Optional.empty();
    }
    if (!isStepAfter(image.config().history(), parent.get().config().history())) {
      if (refusedParent.isEmpty()) {
        refusedParent =
            Optional.of(
                "image %s is not a valid parent for %s".formatted(parent.get().id(), image.id()));
      }
      return Optional.empty();
    }
    return Optional.of(parent.get().id());
  }

  /** The engine takes a parent whose history is the image's without the last step. */
  private static boolean isStepAfter(List<HistoryDocument> history, List<HistoryDocument> parent) {
    if (history.isEmpty() && parent.isEmpty()) {
      return true;
    }
    return history.size() == parent.size() + 1 && history.subList(0, parent.size()).equals(parent);
  }

  private static ImageRecord record(
      ArchivedImage image, Optional<ImageRecord> known, Optional<Digest> parent) {
    Set<BlobRef> manifests = new LinkedHashSet<>();
    Map<Digest, VariantRecord> variants = new LinkedHashMap<>();
    Set<Digest> blobs = new LinkedHashSet<>();
    known.ifPresent(
        record -> {
          manifests.addAll(record.manifests());
          record.variants().forEach(variant -> variants.put(variant.config(), variant));
          blobs.addAll(record.blobs());
        });
    image.documents().forEach(blob -> manifests.add(reference(blob)));
    blobs.addAll(namedForms(image));
    for (ArchivedImage variant : image.variants()) {
      variants.put(variant.id(), variant(variant));
      blobs.addAll(namedForms(variant));
    }
    Platform platform = image.platform();
    ImageRecord.Builder record =
        ImageRecords.of(image.id(), image.config(), known)
            .platform(platform.os(), platform.architecture())
            .variant(platform.variant())
            .osVersion(platform.osVersion())
            .manifests(List.copyOf(manifests))
            .variants(List.copyOf(variants.values()))
            .blobs(List.copyOf(blobs));
    return parent.isPresent() ? record.parent(parent.get()).build() : record.build();
  }

  private static BlobRef reference(ArchivedBlob blob) {
    return new BlobRef(blob.digest(), blob.mediaType(), blob.source().size(), blob.role());
  }

  /** A layer blob is kept in the form that a kept manifest names. */
  private static List<Digest> namedForms(ArchivedImage image) {
    return image.manifest().isEmpty()
        ? List.of()
        : image.layers().stream().flatMap(layer -> layer.blob().stream()).toList();
  }

  private static VariantRecord variant(ArchivedImage image) {
    Platform platform = image.platform();
    return new VariantRecord(
        platform.os(),
        platform.architecture(),
        platform.variant(),
        platform.osVersion(),
        image.id(),
        image.manifest().map(ArchivedBlob::digest).orElse(image.id()),
        image.config().diffIds());
  }

  private void putTags(StoreState before, List<Change> changes) {
    Map<String, Digest> moved = new LinkedHashMap<>();
    for (ArchivedImage image : images) {
      for (Tag tag : image.tags()) {
        Optional<Digest> holder =
            Optional.ofNullable(moved.get(tag.canonical()))
                .or(() -> before.target(tag.canonical()));
        if (holder.isPresent() && !holder.get().equals(image.id())) {
          events.add(
              new ProgressEvent.TagMoved(tag, new ImageId(holder.get()), new ImageId(image.id())));
        }
        moved.put(tag.canonical(), image.id());
      }
      events.add(new ProgressEvent.ImageLoaded(new ImageId(image.id()), image.tags()));
    }
    moved.forEach((name, id) -> changes.add(new Change.PutReference(name, id)));
  }
}
