package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Listing;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The store that a check looks at.
 *
 * @param parts its parts
 * @param layout where its files are
 * @param state what its catalogue says; what that needs is held
 * @param request how the check is told and ended
 * @param findings what was found
 */
record CheckedStore(
    Parts parts, StoreLayout layout, StoreState state, CheckRequest request, Findings findings) {
  /** Returns all that images and containers of a state need. */
  static Needs needs(StoreState state) {
    Set<Digest> blobs = new HashSet<>();
    Set<Digest> layers = new HashSet<>();
    state.images().forEach(image -> image.namedBlobs().forEach(blobs::add));
    state
        .layers()
        .forEach(
            layer -> {
              layers.add(layer.diffId());
              layer.forms().forEach(form -> blobs.add(form.blob()));
            });
    return new Needs(blobs, layers);
  }

  /** Returns the names in a directory, sorted; none if it is not there, or no directory. */
  static List<Path> list(Path directory) throws IOException {
    try {
      return Listing.ofExisting(directory).stream().sorted().toList();
    } catch (NotDirectoryException e) {
      return List.of();
    }
  }

  /** Returns all that anybody needs at this moment, according to the catalogue or a hold. */
  Needs neededNow() throws IOException {
    Needs now = needs(lockedState());
    return now.and(needs(state)).and(parts.blobs().holds().noted());
  }

  /** Returns the state when no change is in the middle of being made, if that can be had. */
  StoreState lockedState() {
    try {
      return parts.catalog().lock().holding(() -> parts.catalog().state());
    } catch (OperationCancelledException e) {
      throw e;
    } catch (ImageStoreException e) {
      return readState();
    }
  }

  private StoreState readState() {
    try {
      return parts.catalog().state();
    } catch (OperationCancelledException e) {
      throw e;
    } catch (ImageStoreException e) {
      return state; // The journal is damaged, which is told.
    }
  }

  Findings.Subject blob(Kind kind, Path path, Digest blob) {
    return findings.of(kind, path, Owners.ofBlob(state, blob));
  }

  Findings.Subject layer(Kind kind, Path path, Digest diffId) {
    return findings.of(kind, path, Owners.ofLayer(state, diffId));
  }

  Findings.Subject changes(Path path, ContainerRecord container) {
    return findings.of(Kind.CHANGES, path, Owners.ofContainer(container.id()));
  }

  Findings.Subject file(Kind kind, Path path) {
    return findings.of(kind, path, Owners.NONE);
  }
}
