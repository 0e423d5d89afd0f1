package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(found::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException | UncheckedIOException e) {
      throw new IOException("cannot list " + directory, e);
    }
    Collections.sort(found);
    return found;
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
