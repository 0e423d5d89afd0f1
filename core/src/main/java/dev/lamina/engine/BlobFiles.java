package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.catalog.LayerRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks at the files of blobs: each is there that is named, with its length, and no other. */
final class BlobFiles {
  private final CheckedStore store;
  private final Privacy privacy;
  private final Suspects suspects;
  private final Set<Digest> needed;
  private final Map<Digest, Long> sizes = new HashMap<>();

  BlobFiles(CheckedStore store, Privacy privacy, Suspects suspects) {
    this.store = store;
    this.privacy = privacy;
    this.suspects = suspects;
    this.needed = CheckedStore.needs(store.state()).blobs();
    store
        .state()
        .images()
        .forEach(image -> image.manifests().forEach(blob -> sizes.put(blob.digest(), blob.size())));
    store
        .state()
        .layers()
        .forEach(layer -> layer.forms().forEach(form -> sizes.put(form.blob(), form.size())));
  }

  void run() throws IOException {
    Path blobs = store.layout().blobs();
    for (Path directory : CheckedStore.list(blobs)) {
      if (directory.getFileName().toString().equals("sha256")) {
        lookInto(directory);
      } else {
        suspects.addUnknown(directory);
      }
    }
    for (Digest digest : new TreeSet<>(needed)) {
      look(digest);
    }
  }

  private void lookInto(Path directory) throws IOException {
    boolean unused = privacy.isDirectory(directory);
    for (Path file : CheckedStore.list(directory)) {
      Optional<Digest> digest = StoreNames.digest(file);
      if (digest.isEmpty()) {
        suspects.addUnknown(file);
      } else if (!needed.contains(digest.get())) {
        suspects.add(
            Kind.BLOB,
            file,
            "a blob that nothing needs",
            Remedy.REMOVE,
            now -> !now.blobs().contains(digest.get()));
      }
    }
  }

  private void look(Digest digest) throws IOException {
    store.request().goOn();
    Path file = store.layout().blob(digest);
    if (!privacy.isFile(file, Kind.BLOB)) {
      if (Files.notExists(file) && !isFramed(digest)) {
        store.blob(Kind.BLOB, file, digest).isDamaged("a blob", "no file", remedy(digest));
      }
      return;
    }
    Long expected = sizes.get(digest);
    long actual = size(file);
    if (expected != null && actual >= 0 && expected != actual) {
      store
          .blob(Kind.BLOB, file, digest)
          .isDamaged(expected + " bytes", actual + " bytes", Remedies.ofBlob(store, digest));
    }
  }

  /** What is not there cannot be set aside. */
  private Remedy remedy(Digest digest) {
    Remedy remedy = Remedies.ofBlob(store, digest);
    return remedy == Remedy.SET_ASIDE ? Remedy.NONE : remedy;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }

  /** Returns whether the blob is a layer that was unpacked instead of being kept. */
  private boolean isFramed(Digest blob) {
    return store
        .state()
        .layersIn(blob)
        .map(LayerRecord::diffId)
        .anyMatch(diffId -> Files.exists(store.layout().frame(diffId)));
  }
}
