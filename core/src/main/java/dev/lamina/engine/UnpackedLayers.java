package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.compress.Compression;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import dev.lamina.internal.layer.IndexedLayer;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.spi.LayerContent;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The directories that the storage makes of layers, if it does. Each is made in a staging
 * directory, and is there by its name only when it is whole and durable.
 */
final class UnpackedLayers {
  private static final int CACHED_NAMES = 10_000;

  private final StoreLayout layout;
  private final StorageDriver driver;
  private final BlobStore blobs;
  private final LayerStore layers;
  private final Executor executor;
  private final Unforced unforced;
  private final Lock lock = new ReentrantLock();

  /** Names only, which are long to make. */
  private final Map<Digest, Path> directories = RecentlyUsed.upTo(CACHED_NAMES);

  UnpackedLayers(
      StoreLayout layout,
      StorageDriver driver,
      BlobStore blobs,
      LayerStore layers,
      Executor executor,
      Unforced unforced) {
    this.layout = layout;
    this.driver = driver;
    this.blobs = blobs;
    this.layers = layers;
    this.executor = executor;
    this.unforced = unforced;
  }

  /** Returns the files of layers that the driver has unpacked. */
  static LayerStore.UnpackedFiles files(StoreLayout layout, StorageDriver driver) {
    return diffId -> {
      Path own = layout.unpacked(driver.directoriesName(), diffId);
      Path directory = Presence.exists(own) ? own : unpackedOtherwise(layout, diffId).orElse(own);
      return path -> driver.openUnpacked(directory, path);
    };
  }

  /** Returns where a layer was unpacked by others, who mark directories and whiteouts otherwise. */
  private static Optional<Path> unpackedOtherwise(StoreLayout layout, Digest diffId)
      throws IOException {
    for (Path way : Listing.ofExisting(layout.unpacked())) {
      Path directory = layout.unpacked(way.getFileName().toString(), diffId);
      if (Presence.exists(directory)) {
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }

  private Path directory(Digest diffId) {
    Path known = directories.get(diffId);
    if (known != null) {
      return known;
    }
    Path directory = layout.unpacked(driver.directoriesName(), diffId);
    directories.put(diffId, directory);
    return directory;
  }

  /**
   * Returns whether a layer is to be unpacked when it comes. The directory of one that no image has
   * was left by a load that has failed: what is kept then must not depend on that.
   */
  boolean isWantedAtLoad(StoreState state, Digest diffId) throws IOException {
    return driver.unpacking().isAtLoad()
        && (state.layer(diffId).isEmpty() || !Presence.exists(directory(diffId)));
  }

  /** Unpacks a layer that is staged, beside it. */
  Path unpack(Staging staging, ReceivedBlob blob) throws IOException {
    return unpack(staging, layers.open(blob));
  }

  /**
   * Returns what is to be kept of a staged layer that was unpacked; the rest is taken away. A plain
   * tar is given again by its frame and its files, byte for byte: nothing is lost without it.
   */
  ReceivedBlob kept(Staging staging, ReceivedBlob blob) throws IOException {
    boolean isFrameEnough =
        driver.unpacking() == StorageDriver.Unpacking.INSTEAD
            || blob.layer().compression() == Compression.PLAIN;
    ReceivedBlob kept = isFrameEnough ? staging.keepFrame(blob) : blob;
    if (blob.layer().tar().isPresent()) {
      Files.delete(blob.layer().tar().get());
    }
    return kept;
  }

  private Path unpack(Staging staging, LayerSource source) throws IOException {
    Path directory = staging.makeDirectory();
    try (LayerContent content = new IndexedLayer(source, executor)) {
      driver.unpack(content, directory, unforced.isForcing() ? Durability.FULL : Durability.FAST);
    }
    return directory;
  }

  /** Makes what was unpacked durable. */
  void force(Collection<Path> unpacked) throws IOException {
    if (unforced.isForcing() && !unpacked.isEmpty()) {
      force(unpacked.iterator().next());
    }
  }

  private void force(Path unpacked) throws IOException {
    driver.force(Objects.requireNonNull(unpacked.getParent()));
  }

  /** Gives directories their names; those that are there already stay. */
  void publish(Map<Digest, Path> unpacked) throws IOException {
    for (Map.Entry<Digest, Path> layer : unpacked.entrySet()) {
      publish(layer.getKey(), layer.getValue());
    }
  }

  private void publish(Digest diffId, Path unpacked) throws IOException {
    unforced.begin();
    Path directory = directory(diffId);
    Path parent = Objects.requireNonNull(directory.getParent());
    OwnerOnly.createDirectory(layout.unpacked());
    OwnerOnly.createDirectory(parent);
    try {
      Path unused = Files.move(unpacked, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(directory)) {
        throw e; // Else another process has made the same.
      }
    }
    if (unforced.isForcing()) {
      Fsync.FULL.directory(parent);
      Fsync.FULL.directory(layout.unpacked());
      Fsync.FULL.directory(layout.root());
    }
  }

  /** Returns the directory of a layer, if it is there. */
  Optional<Path> find(Digest diffId) {
    return Optional.of(directory(diffId)).filter(Files::exists);
  }

  /** Returns the directory of a layer, which is made if it is missing. */
  Path require(StoreState state, Digest diffId) throws IOException {
    Path directory = directory(diffId);
    if (Presence.exists(directory)) {
      return directory;
    }
    lock.lock();
    try {
      if (!Presence.exists(directory)) {
        make(state, diffId);
      }
      return directory;
    } finally {
      lock.unlock();
    }
  }

  private void make(StoreState state, Digest diffId) throws IOException {
    List<LayerForm> forms = LayerForms.of(state, diffId);
    if (layers.isFramed(diffId, forms) && unpackedOtherwise(layout, diffId).isEmpty()) {
      throw lost(diffId);
    }
    make(diffId, forms, false);
  }

  private void make(Digest diffId, List<LayerForm> forms, boolean isReplaced) throws IOException {
    try (Staging staging = blobs.stage()) {
      Path unpacked = unpack(staging, layers.openWhole(diffId, forms));
      if (isReplaced) {
        force(unpacked); // Whatever is chosen: what has this name may be taken for forced.
        move(directory(diffId), staging);
      } else {
        force(List.of(unpacked));
      }
      publish(diffId, unpacked);
    }
  }

  /** Compares what was unpacked of a layer with the layer. */
  void verify(Digest diffId, List<LayerForm> forms, StorageDriver.Differences differences)
      throws IOException {
    try (LayerContent content = new IndexedLayer(layers.openWhole(diffId, forms), executor)) {
      driver.verify(content, directory(diffId), differences);
    }
  }

  /** Makes the directory of a layer again; what is there goes when the new one is whole. */
  void remake(StoreState state, Digest diffId) throws IOException {
    List<LayerForm> forms = LayerForms.of(state, diffId);
    if (layers.isFramed(diffId, forms)) {
      throw lost(diffId);
    }
    make(diffId, forms, true);
  }

  /** Takes a directory that may not be whole out of the way, to be made again. */
  void discard(Path directory) throws IOException {
    try (Staging trash = blobs.stage()) {
      move(directory, trash);
    }
  }

  private CorruptStoreException lost(Digest diffId) {
    return new CorruptStoreException(
        directory(diffId), "the layer, which was unpacked instead of being kept", "nothing");
  }

  /** Takes the directories of layers out of the way, whoever has made them, to be deleted later. */
  void moveTo(Staging trash, Collection<Digest> diffIds) throws IOException {
    for (Path way : Listing.ofExisting(layout.unpacked())) {
      for (Digest diffId : diffIds) {
        move(layout.unpacked(way.getFileName().toString(), diffId), trash);
      }
    }
  }

  private static void move(Path directory, Staging trash) throws IOException {
    if (Presence.exists(directory)) {
      Path unused =
          Files.move(
              directory, trash.makeDirectory().resolve("unpacked"), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Returns whether there may be directories of layers. */
  boolean hasAny() throws IOException {
    return Presence.exists(layout.unpacked());
  }
}
