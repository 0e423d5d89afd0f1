package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.archive.SavedBlob;
import dev.lamina.internal.archive.SavedForm;
import dev.lamina.internal.archive.SavedImage;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.SaveSelection.Selected;
import dev.lamina.internal.oci.MediaTypes;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what an archive of some images has to hold, and holds it while it is written. */
final class SavedImages {
  private static final Logger LOG = System.getLogger(SavedImages.class.getName());
  private static final String ANY_TYPE = "application/octet-stream";

  private final Parts parts;
  private final List<Selected> selected;

  SavedImages(Parts parts, List<Selected> selected) {
    this.parts = parts;
    this.selected = selected;
  }

  /** Writes an archive. */
  @FunctionalInterface
  interface Writing {
    void write(List<SavedImage> images) throws IOException;
  }

  /** Has an archive of the images written, and notes that they were used. */
  void save(String target, Writing writing) {
    StoreState state = parts.catalog().state();
    try (Holding held = Holding.of(parts.leases(), state, name(), needed())) {
      List<SavedImage> images = new ArrayList<>();
      for (Selected image : selected) {
        images.add(saved(held.state(), image));
      }
      writing.write(images);
    } catch (IOException e) {
      throw Failures.of("cannot save to " + target, e);
    }
    selected.forEach(image -> parts.lastUsed().note(image.image().id(), parts.clock().instant()));
    tell();
  }

  private String name() {
    return selected.get(0).image().id().toString();
  }

  private Set<Digest> needed() {
    Set<Digest> diffIds = new LinkedHashSet<>();
    selected.forEach(image -> image.image().neededLayers().forEach(diffIds::add));
    return diffIds;
  }

  private SavedImage saved(StoreState state, Selected selection) throws IOException {
    ImageRecord image = selection.image();
    return new SavedImage(
        parts.reader().config(image.id()),
        selection.tags(),
        image.diffIds().stream().map(diffId -> layer(state, diffId)).toList(),
        image.parent(),
        form(image));
  }

  private SavedBlob layer(StoreState state, Digest diffId) {
    LayerRecord layer = LayerForms.layer(state, diffId);
    List<LayerForm> forms = LayerForms.of(state, diffId);
    return new SavedBlob(
        MediaTypes.OCI_LAYER, diffId, layer.tarSize(), () -> parts.layers().openTar(diffId, forms));
  }

  /** Returns the image as it came, if it came with a manifest. */
  private Optional<SavedForm> form(ImageRecord image) throws IOException {
    Optional<BlobRef> root = last(image, BlobRef.INDEX).or(() -> last(image, BlobRef.MANIFEST));
    if (root.isEmpty()) {
      return Optional.empty();
    }
    List<SavedBlob> blobs = new ArrayList<>();
    for (Digest digest : image.namedBlobs().toList()) {
      if (!digest.equals(root.get().digest())) {
        blobs.add(blob(ANY_TYPE, digest));
      }
    }
    return Optional.of(new SavedForm(blob(root.get().mediaType(), root.get().digest()), blobs));
  }

  private static Optional<BlobRef> last(ImageRecord image, String role) {
    return image.manifests().stream()
        .filter(blob -> blob.role().equals(role))
        .reduce((before, after) -> after);
  }

  private SavedBlob blob(String mediaType, Digest digest) throws IOException {
    return new SavedBlob(
        mediaType, digest, parts.blobs().size(digest), () -> parts.blobs().open(digest));
  }

  /** What was written is whole, whether or not that can be told. */
  private void tell() {
    try {
      parts
          .catalog()
          .commit(
              state -> {
                EventDraft events = new EventDraft(state, parts.clock(), Action.SAVE);
                for (Selected image : selected) {
                  events.image(Action.SAVE, image.image(), image.image().id().toString());
                }
                return new Transaction(events.changes());
              });
    } catch (OperationCancelledException e) {
      throw e;
    } catch (ImageStoreException e) {
      LOG.log(Level.DEBUG, "that images were saved is not noted", e);
    }
  }
}
