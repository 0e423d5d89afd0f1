package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.archive.SavedBlob;
import dev.lamina.internal.archive.SavedForm;
import dev.lamina.internal.archive.SavedImage;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.SaveSelection.Selected;
import dev.lamina.internal.oci.MediaTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Gathers what an archive of some images has to hold, and holds it while it is written. */
final class SavedImages {
  private static final String ANY_TYPE = "application/octet-stream";

  private final Parts parts;
  private final List<Selected> selected;

  SavedImages(Parts parts, List<Selected> selected) {
    this.parts = parts;
    this.selected = selected;
  }

  /** Returns what does things beside the thread that writes. */
  Executor executor() {
    return parts.executor();
  }

  /** Writes an archive. */
  @FunctionalInterface
  interface Writing {
    void write(List<SavedImage> images) throws IOException;
  }

  /** Has an archive of the images written, and notes that they were used. */
  void save(String target, Writing writing) {
    StoreState state = parts.catalog().state();
    try (Holding held =
        Holding.of(parts.leases(), state, needed(state), this::areThere, missing(state))) {
      List<SavedImage> images = new ArrayList<>();
      for (Selected image : selected) {
        images.add(saved(held.state(), image));
      }
      writing.write(images);
    } catch (IOException e) {
      throw Failures.of("cannot save to " + target, e);
    }
    selected.forEach(image -> parts.lastUsed().note(image.image().id(), parts.clock().instant()));
    Notices.tell(
        parts,
        Action.SAVE,
        events ->
            selected.forEach(
                image -> events.image(Action.SAVE, image.image(), image.image().id().toString())));
  }

  private Needs needed(StoreState state) {
    Needs needs = Needs.NONE;
    for (Selected image : selected) {
      needs = needs.and(Leases.image(state, image.image()));
    }
    return needs;
  }

  private boolean areThere(StoreState state) {
    return selected.stream().allMatch(image -> state.image(image.image().id()).isPresent());
  }

  /** Returns the first image that is gone; if none is yet, the first one. */
  private String missing(StoreState state) {
    List<Digest> ids = selected.stream().map(image -> image.image().id()).toList();
    return ids.stream()
        .filter(id -> state.image(id).isEmpty())
        .findFirst()
        .orElse(ids.get(0))
        .toString();
  }

  private SavedImage saved(StoreState state, Selected selection) throws IOException {
    ImageRecord image = state.image(selection.image().id()).orElse(selection.image());
    return new SavedImage(
        parts.reader().config(image.id()),
        selection.tags(),
        image.diffIds().stream().map(diffId -> layer(state, diffId)).toList(),
        image.parent(),
        form(state, image));
  }

  private SavedBlob layer(StoreState state, Digest diffId) {
    return tar(MediaTypes.OCI_LAYER, state, diffId);
  }

  private SavedBlob tar(String mediaType, StoreState state, Digest diffId) {
    LayerRecord layer = LayerForms.layer(state, diffId);
    List<LayerForm> forms = LayerForms.of(state, diffId);
    return new SavedBlob(
        mediaType, diffId, layer.tarSize(), () -> parts.layers().openTar(diffId, forms));
  }

  /** Returns the image as it came, if it came with a manifest, and its layers can be had so. */
  private Optional<SavedForm> form(StoreState state, ImageRecord image) throws IOException {
    Optional<BlobRef> root = last(image, BlobRef.INDEX).or(() -> last(image, BlobRef.MANIFEST));
    if (root.isEmpty() || hasLostForm(state, image)) {
      return Optional.empty();
    }
    List<SavedBlob> blobs = new ArrayList<>();
    for (Digest digest : image.namedBlobs().toList()) {
      if (!digest.equals(root.get().digest())) {
        blobs.add(blob(state, ANY_TYPE, digest));
      }
    }
    return Optional.of(
        new SavedForm(blob(state, root.get().mediaType(), root.get().digest()), blobs));
  }

  /** Returns whether a layer was unpacked instead of being kept in its packed form. */
  private boolean hasLostForm(StoreState state, ImageRecord image) throws IOException {
    for (Digest blob : image.namedBlobs().toList()) {
      if (!isPlainLayer(state, blob) && !parts.blobs().has(blob)) {
        for (LayerRecord layer : state.layersIn(blob).toList()) {
          if (parts.layers().isFramed(layer.diffId(), List.of())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The digest of a plain layer is its DiffID. */
  private static boolean isPlainLayer(StoreState state, Digest blob) {
    return state.layer(blob).isPresent();
  }

  private static Optional<BlobRef> last(ImageRecord image, String role) {
    return image.manifests().stream()
        .filter(blob -> blob.role().equals(role))
        .reduce((before, after) -> after);
  }

  private SavedBlob blob(StoreState state, String mediaType, Digest digest) throws IOException {
    if (isPlainLayer(state, digest)) {
      return tar(mediaType, state, digest);
    }
    return new SavedBlob(
        mediaType, digest, parts.blobs().size(digest), () -> parts.blobs().open(digest));
  }
}
