package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStoreException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.Tag;
import dev.lamina.internal.blob.BlobExpectation;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.RunConfigDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An image that is made here, of layers that the store has and at most one that it has not.
 *
 * @param config its configuration
 * @param layer the layer that is new, staged
 * @param parent the image that it was made from, which must be there still
 * @param tag its name, which may be another image's so far
 */
record NewImage(
    ConfigDocument config,
    Optional<ReceivedBlob> layer,
    Optional<Digest> parent,
    Optional<Tag> tag) {

  /** Tells of an image that was made, and when in between what happened to its name. */
  @FunctionalInterface
  interface Telling {
    void tell(EventDraft events, ImageRecord image, Runnable naming);
  }

  /**
   * Puts the image into a store.
   *
   * @param cause what was asked for
   * @param precondition throws what stands against it, if the state at that instant does
   * @throws ImageNotFoundException if the parent is gone
   */
  Image put(
      Parts parts,
      Staging staging,
      Action cause,
      Consumer<StoreState> precondition,
      Telling telling)
      throws IOException {
    ReceivedBlob staged = stagedConfig(staging);
    List<ReceivedBlob> blobs = Stream.concat(layer.stream(), Stream.of(staged)).toList();
    staging.force(blobs);
    StoreState after =
        parts
            .catalog()
            .decide(
                state -> {
                  EventDraft events = new EventDraft(state, parts.clock(), cause);
                  precondition.accept(state);
                  Transaction transaction = transaction(parts, state, events, telling);
                  publish(staging, isKnown(state) ? List.of(staged) : blobs);
                  return new Decision<>(transaction, state.apply(transaction));
                });
    return parts.reader().image(after, after.image(config.id()).orElseThrow());
  }

  private ReceivedBlob stagedConfig(Staging staging) throws IOException {
    byte[] raw = config.raw();
    return staging.receive(
        new ByteArrayInputStream(raw),
        new BlobExpectation("config " + config.id(), Optional.of(config.id()), raw.length));
  }

  private static void publish(Staging staging, List<ReceivedBlob> blobs) {
    try {
      staging.publish(blobs);
    } catch (IOException e) {
      throw Failures.of("cannot publish a new image", e);
    }
  }

  private Transaction transaction(
      Parts parts, StoreState state, EventDraft events, Telling telling) {
    List<Change> changes = new ArrayList<>();
    if (!isKnown(state)) {
      layer.ifPresent(blob -> changes.add(new Change.PutLayer(layer(state, blob))));
    }
    ImageRecord image = record(parts, state);
    changes.add(new Change.PutImage(image));
    tag.ifPresent(name -> changes.add(new Change.PutReference(name.canonical(), image.id())));
    telling.tell(events, image, () -> tag.ifPresent(name -> events.tagged(state, image, name)));
    changes.addAll(events.changes());
    return new Transaction(changes);
  }

  /** Whether the store has the layer already: in another form, which will do. */
  private boolean isKnown(StoreState state) {
    return layer.flatMap(blob -> state.layer(blob.layer().diffId())).isPresent();
  }

  private static LayerRecord layer(StoreState state, ReceivedBlob blob) {
    Digest diffId = blob.layer().diffId();
    return LayerForms.merged(diffId, state.layer(diffId), List.of(blob));
  }

  private ImageRecord record(Parts parts, StoreState state) {
    for (Digest diffId : config.diffIds()) {
      boolean isNew = layer.filter(blob -> blob.layer().diffId().equals(diffId)).isPresent();
      if (!isNew && state.layer(diffId).isEmpty()) {
        throw new ImageStoreException("layer " + diffId + " was removed meanwhile; try again");
      }
    }
    ImageRecord.Builder image =
        state
            .image(config.id())
            .map(ImageRecord::toBuilder)
            .orElseGet(() -> ImageRecord.builder(config.id()))
            .platform(config.os(), config.architecture())
            .variant(config.variant())
            .osVersion(config.osVersion())
            .diffIds(config.diffIds())
            .labels(config.config().map(RunConfigDocument::labelsOrEmpty).orElse(Map.of()));
    config.created().ifPresent(image::created);
    if (tag.isPresent()) {
      image.lastTagged(parts.clock().instant());
    }
    return parent.map(id -> childOf(state, id, image)).orElseGet(image::build);
  }

  private static ImageRecord childOf(StoreState state, Digest parent, ImageRecord.Builder image) {
    if (state.image(parent).isEmpty()) {
      throw new ImageNotFoundException(parent.toString());
    }
    return image.parent(parent).build();
  }
}
