package dev.lamina.engine;

import static java.util.stream.Collectors.toSet;

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
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.oci.ConfigDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An image that is made here, of layers that the store has and others that it has not.
 *
 * @param config its configuration
 * @param layers the layers that are new, staged
 * @param parent the image that it was made from, which must be there still
 * @param tag its name, which may be another image's so far
 */
record NewImage(
    ConfigDocument config, List<ReceivedBlob> layers, Optional<Digest> parent, Optional<Tag> tag) {

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
    parts.unforced().prepare();
    ReceivedBlob staged = stagedConfig(staging);
    List<ReceivedBlob> blobs = Stream.concat(layers.stream(), Stream.of(staged)).toList();
    staging.force(blobs);
    StoreState after =
        parts
            .catalog()
            .commit(
                state -> {
                  EventDraft events = new EventDraft(state, parts.clock(), cause);
                  precondition.accept(state);
                  Transaction transaction = transaction(parts, state, events, telling);
                  List<ReceivedBlob> needed = unknown(state);
                  needed.add(staged);
                  Publishing.publish(parts, state, staging, needed, "a new image");
                  // While it cannot be deleted: others may remove the image as soon as it is there.
                  ConfigDocument unused = parts.reader().config(config.id());
                  return transaction;
                });
    return parts.reader().image(after, after.image(config.id()).orElseThrow());
  }

  private ReceivedBlob stagedConfig(Staging staging) throws IOException {
    byte[] raw = config.raw();
    return staging.receive(
        new ByteArrayInputStream(raw),
        new BlobExpectation("config " + config.id(), Optional.of(config.id()), raw.length));
  }

  private Transaction transaction(
      Parts parts, StoreState state, EventDraft events, Telling telling) {
    List<Change> changes = new ArrayList<>();
    unknown(state).forEach(blob -> changes.add(new Change.PutLayer(layer(blob))));
    ImageRecord image = record(parts, state);
    changes.add(new Change.PutImage(image));
    tag.ifPresent(name -> changes.add(new Change.PutReference(name.canonical(), image.id())));
    telling.tell(events, image, () -> tag.ifPresent(name -> events.tagged(state, image, name)));
    changes.addAll(events.changes());
    return new Transaction(changes);
  }

  /** Returns the layers that the store has not: one that it has in another form will do. */
  private List<ReceivedBlob> unknown(StoreState state) {
    Map<Digest, ReceivedBlob> unknown = new LinkedHashMap<>();
    for (ReceivedBlob blob : layers) {
      Digest diffId = blob.layer().diffId();
      if (state.layer(diffId).isEmpty()) {
        unknown.putIfAbsent(diffId, blob);
      }
    }
    return new ArrayList<>(unknown.values());
  }

  private static LayerRecord layer(ReceivedBlob blob) {
    return LayerForms.merged(blob.layer().diffId(), Optional.empty(), List.of(blob));
  }

  private ImageRecord record(Parts parts, StoreState state) {
    Set<Digest> fresh = layers.stream().map(blob -> blob.layer().diffId()).collect(toSet());
    for (Digest diffId : config.diffIds()) {
      if (!fresh.contains(diffId) && state.layer(diffId).isEmpty()) {
        throw new ImageStoreException("layer " + diffId + " was removed meanwhile; try again");
      }
    }
    ImageRecord.Builder image = ImageRecords.of(config.id(), config, state.image(config.id()));
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
