package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.Limits;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.BlobRef;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.JournalSalvage;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.layer.LayerFacts;
import dev.lamina.internal.layer.LayerIndex;
import dev.lamina.internal.oci.ConfigDocument;
import dev.lamina.internal.oci.DescriptorDocument;
import dev.lamina.internal.oci.ManifestDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Makes a catalogue of what is left of its journal and of the blobs: an image is found by its
 * configuration, and by a manifest that names it. Names and containers are in the journal only.
 */
final class CatalogueRecovery {
  private final StoreLayout layout;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final List<Change> unmade;
  private final Map<Digest, ConfigDocument> configs = new TreeMap<>();
  private final Map<Digest, ManifestDocument> manifests = new TreeMap<>();
  private final Map<Digest, Long> sizes = new TreeMap<>();
  private final Set<Digest> others = new TreeSet<>();
  private StoreState state;

  private CatalogueRecovery(
      StoreLayout layout, BlobStore blobs, LayerStore layers, JournalSalvage salvage) {
    this.layout = layout;
    this.blobs = blobs;
    this.layers = layers;
    this.unmade = new ArrayList<>(salvage.unmade());
    this.state = salvage.state();
  }

  /** Returns the state that can be had. */
  static StoreState recover(
      StoreLayout layout, BlobStore blobs, LayerStore layers, JournalSalvage salvage)
      throws IOException {
    if (!salvage.isLossy()) {
      return salvage.state();
    }
    CatalogueRecovery recovery = new CatalogueRecovery(layout, blobs, layers, salvage);
    recovery.sort();
    recovery.findLayers();
    recovery.makeUnmade();
    recovery.makeImages();
    return recovery.state;
  }

  /** Looks at the blobs that the catalogue does not know. */
  private void sort() throws IOException {
    for (Path file : CheckedStore.list(layout.blobs("sha256"))) {
      Optional<Digest> digest = StoreNames.digest(file);
      if (digest.isPresent()
          && !state.isNamed(digest.get())
          && !state.holdsLayer(digest.get())
          && !sort(digest.get(), file)) {
        others.add(digest.get());
      }
    }
  }

  private boolean sort(Digest digest, Path file) throws IOException {
    if (!isObject(file)) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = blobs.read(digest, Limits.none().configBytes());
    } catch (CorruptStoreException e) {
      return true; // Nothing can be made of it.
    }
    return isManifest(digest, bytes) || isConfig(digest, bytes);
  }

  /** Returns whether a file begins as a JSON object does, and no layer. */
  private static boolean isObject(Path file) throws IOException {
    try (InputStream in = OpenFile.input(file)) {
      return in.read() == '{';
    }
  }

  private boolean isManifest(Digest digest, byte[] bytes) {
    try {
      manifests.put(digest, ManifestDocument.parse(bytes, "manifest", null));
      sizes.put(digest, (long) bytes.length);
      return true;
    } catch (InvalidArchiveException e) {
      return false;
    }
  }

  private boolean isConfig(Digest digest, byte[] bytes) {
    try {
      ConfigDocument config = ConfigDocument.parse(bytes, "config");
      if (!config.diffIds().isEmpty()) {
        configs.put(digest, config);
      }
      return true;
    } catch (ImageStoreException e) {
      return false;
    }
  }

  /** Decodes blobs that may be layers, if any layer is missing. */
  private void findLayers() throws IOException {
    Set<Digest> missing = missing();
    if (!missing.isEmpty()) {
      for (Digest blob : others) {
        decode(blob);
      }
      for (Digest diffId : missing()) {
        findFramed(diffId);
      }
    }
  }

  private Set<Digest> missing() {
    Stream<List<Digest>> stacks =
        Stream.concat(
            configs.values().stream().map(ConfigDocument::diffIds),
            unmade.stream().map(CatalogueRecovery::stack));
    Set<Digest> missing = new HashSet<>();
    stacks.forEach(missing::addAll);
    missing.removeIf(diffId -> state.layer(diffId).isPresent());
    return missing;
  }

  private static List<Digest> stack(Change change) {
    if (change instanceof Change.PutImage put) {
      return put.image().diffIds();
    }
    return change instanceof Change.PutContainer put ? put.container().diffIds() : List.of();
  }

  private void decode(Digest blob) throws IOException {
    try (Staging staging = blobs.stage()) {
      // How it is packed is told by its first bytes.
      ReceivedBlob read =
          layers.readAgain(
              new dev.lamina.internal.blob.LayerForm(blob, Compression.PLAIN), staging, n -> {});
      if (read.digest().equals(blob) && read.content().isPresent()) {
        Digest diffId = read.layer().diffId();
        LayerRecord record = LayerForms.merged(diffId, state.layer(diffId), List.of(read));
        state = state.apply(new Change.PutLayer(record));
      }
    }
  }

  /** A layer that was unpacked instead of being kept has no blob; its own digest stands for one. */
  private void findFramed(Digest diffId) throws IOException {
    if (Files.exists(layout.frame(diffId))) {
      try {
        LayerFacts facts = LayerIndex.open(layout.index(diffId)).facts();
        LayerForm form = new LayerForm(diffId, facts.tarSize(), "plain");
        LayerRecord record = new LayerRecord(diffId, facts.size(), facts.tarSize(), List.of(form));
        state = state.apply(new Change.PutLayer(record));
      } catch (NoSuchFileException | CorruptStoreException e) {
        // Nothing can be made of it.
      }
    }
  }

  private void makeUnmade() {
    boolean isMaking = true;
    while (isMaking) {
      isMaking = unmade.removeIf(this::isMade);
    }
  }

  private boolean isMade(Change change) {
    try {
      state = state.apply(change);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void makeImages() {
    Set<Digest> known = new HashSet<>();
    state
        .images()
        .forEach(image -> image.variants().forEach(variant -> known.add(variant.config())));
    configs.forEach(
        (id, config) -> {
          boolean isWhole =
              config.diffIds().stream().allMatch(diffId -> state.layer(diffId).isPresent());
          if (isWhole && !known.contains(id) && state.image(id).isEmpty()) {
            state = state.apply(new Change.PutImage(image(id, config)));
          }
        });
  }

  private ImageRecord image(Digest id, ConfigDocument config) {
    List<BlobRef> documents = new ArrayList<>();
    List<Digest> forms = new ArrayList<>();
    manifests.forEach(
        (digest, manifest) -> {
          if (manifest.config().digest().equals(id)) {
            long size = sizes.getOrDefault(digest, 0L);
            documents.add(new BlobRef(digest, manifest.mediaType(), size, BlobRef.MANIFEST));
            manifest.layers().stream().map(DescriptorDocument::digest).forEach(forms::add);
          }
        });
    return ImageRecords.of(id, config, Optional.empty())
        .manifests(documents)
        .blobs(forms.stream().distinct().toList())
        .build();
  }
}
