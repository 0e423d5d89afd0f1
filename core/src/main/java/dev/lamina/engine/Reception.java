package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.InvalidArchiveException;
import dev.lamina.OperationCancelledException;
import dev.lamina.ProgressEvent;
import dev.lamina.internal.archive.ArchivedBlob;
import dev.lamina.internal.archive.ArchivedImage;
import dev.lamina.internal.archive.ArchivedLayer;
import dev.lamina.internal.archive.BlobSource;
import dev.lamina.internal.blob.BlobExpectation;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerForm;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.ReceivedBlob;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.StoreState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Receives what the images of an archive need and the store does not have, and makes it durable:
 * layers side by side on all cores, then the documents.
 */
final class Reception {
  /**
   * How many layers are received at once: one more than there are cores, as some wait for disks.
   */
  private static final int AT_ONCE = Runtime.getRuntime().availableProcessors() + 1;

  private final BlobStore store;
  private final LayerStore layerStore;
  private final UnpackedLayers unpackedLayers;
  private final Staging staging;
  private final Executor executor;
  private final LoadRequest request;
  private final FreeSpace space;
  private final WarmUp warmUp = new WarmUp();
  private final Map<Digest, ReceivedBlob> layers = new LinkedHashMap<>();
  private final Map<Digest, ReceivedBlob> documents = new LinkedHashMap<>();
  private final Map<Digest, Path> unpacked = new ConcurrentHashMap<>();
  private final Set<Digest> kept = new LinkedHashSet<>();

  Reception(Parts parts, Staging staging, LoadRequest request) {
    this.store = parts.blobs();
    this.layerStore = parts.layers();
    this.unpackedLayers = parts.unpacked();
    this.staging = staging;
    this.executor = parts.executor();
    this.request = request;
    this.space = new FreeSpace(parts.root(), parts.limits());
  }

  /**
   * A layer of an archive.
   *
   * @param number its number in the image that needs it
   * @param isUnpacked whether it is unpacked, too
   */
  private record Wanted(ArchivedLayer layer, int number, boolean isUnpacked) {}

  /** What a layer is known by: a blob that two images take for different layers is no layer. */
  private record Key(Digest diffId, Optional<Digest> blob) {
    // Written out as those of digests are, for a quick start.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && diffId.equals(key.diffId) && blob.equals(key.blob);
    }

    @Override
    public int hashCode() {
      return 31 * diffId.hashCode() + blob.hashCode();
    }
  }

  /** Receives what is neither in the store nor received yet. */
  void receive(List<ArchivedImage> images, StoreState state) throws IOException {
    kept.clear();
    Map<Key, Wanted> wanted = new LinkedHashMap<>();
    for (ArchivedImage image : images) {
      want(image, state, wanted);
      for (ArchivedImage variant : image.variants()) {
        want(variant, state, wanted);
      }
    }
    receiveLayers(largestFirst(wanted.values()));
    for (ArchivedImage image : images) {
      receiveDocuments(image, state);
      for (ArchivedImage variant : image.variants()) {
        receiveDocuments(variant, state);
      }
    }
    staging.force(documents.values());
  }

  private void want(ArchivedImage image, StoreState state, Map<Key, Wanted> wanted)
      throws IOException {
    for (int i = 0; i < image.layers().size(); i++) {
      ArchivedLayer layer = image.layers().get(i);
      if (!hasReceived(layer.diffId(), layer.blob()) && !isStored(state, layer)) {
        boolean isUnpacked = unpackedLayers.isWantedAtLoad(state, layer.diffId());
        wanted.putIfAbsent(new Key(layer.diffId(), layer.blob()), new Wanted(layer, i, isUnpacked));
      }
    }
  }

  /** A layer that the catalogue knows may have been lost, and comes again. */
  private boolean isStored(StoreState state, ArchivedLayer layer) throws IOException {
    if (!LayerForms.has(state, layer.diffId(), layer.blob())) {
      return false;
    }
    List<LayerForm> forms = LayerForms.of(state, layer.diffId());
    for (LayerForm form : forms) {
      boolean isWanted = layer.blob().isEmpty() || form.blob().equals(layer.blob().get());
      if (isWanted && store.has(form.blob())) {
        return true;
      }
    }
    return layerStore.isFramed(layer.diffId(), forms);
  }

  /** So that in the end no large layer is left, for which there is one core alone to work. */
  private static List<Wanted> largestFirst(Collection<Wanted> wanted) {
    return wanted.stream()
        .sorted(Comparator.comparingLong((Wanted next) -> next.layer().source().size()).reversed())
        .toList();
  }

  private void receiveLayers(List<Wanted> wanted) throws IOException {
    long bytes = wanted.stream().mapToLong(next -> next.layer().source().size()).sum();
    request.tellOrStop(new ProgressEvent.Planned(wanted.size(), bytes));
    space.require(toWrite(wanted), "the layers of the archive");
    Semaphore turns = new Semaphore(AT_ONCE);
    List<FutureTask<ReceivedBlob>> tasks = new ArrayList<>();
    try {
      for (Wanted next : wanted) {
        if (!tasks.isEmpty()) {
          warmUp.await();
        }
        turns.acquire();
        FutureTask<ReceivedBlob> task = new FutureTask<>(() -> receive(next));
        tasks.add(task);
        executor.execute(
            () -> {
              try {
                task.run();
              } finally {
                warmUp.end();
                turns.release(); // Also when the task was cancelled before it ran.
              }
            });
        if (tasks.stream().anyMatch(Reception::hasFailed)) {
          break;
        }
      }
      for (FutureTask<ReceivedBlob> task : tasks) {
        ReceivedBlob blob = result(task);
        layers.put(blob.digest(), blob);
      }
    } catch (InterruptedException e) {
      tasks.forEach(task -> task.cancel(true));
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("interrupted while layers were received");
    } finally {
      awaitAll(tasks, turns);
    }
  }

  private long toWrite(List<Wanted> wanted) {
    return wanted.stream()
        .flatMapToLong(next -> LongStream.of(toReceive(next.layer()), toUnpack(next)))
        .reduce(0, (sum, size) -> sum + Math.min(size, Long.MAX_VALUE - sum));
  }

  /** What came by as a stream is on the disk already. */
  private static long toReceive(ArchivedLayer layer) {
    return layer.source().received().isPresent() ? 0 : layer.source().size();
  }

  /** The files are there before the blob goes; how long they are is known of a plain tar only. */
  private static long toUnpack(Wanted wanted) {
    return wanted.isUnpacked() ? Math.max(0, wanted.layer().source().size()) : 0;
  }

  private static boolean hasFailed(FutureTask<ReceivedBlob> task) {
    if (!task.isDone()) {
      return false;
    }
    try {
      ReceivedBlob unused = task.get();
      return false;
    } catch (ExecutionException | InterruptedException e) {
      return true;
    }
  }

  /** No task may write into the staging directory any more when it is taken away. */
  private static void awaitAll(List<FutureTask<ReceivedBlob>> tasks, Semaphore turns) {
    for (FutureTask<ReceivedBlob> task : tasks) {
      if (!task.isDone()) {
        task.cancel(true);
      }
    }
    turns.acquireUninterruptibly(AT_ONCE);
  }

  private static ReceivedBlob result(FutureTask<ReceivedBlob> task)
      throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new ImageStoreException("a layer could not be received: " + cause, cause);
    }
  }

  private ReceivedBlob receive(Wanted wanted) throws IOException {
    BlobSource source = wanted.layer().source();
    ReceivedBlob blob;
    if (source.received().isPresent()) {
      blob = source.received().get();
      new BlobExpectation(source.name(), wanted.layer().blob(), source.size())
          .check(blob.digest(), blob.size());
    } else {
      blob = receive(source, wanted);
    }
    Digest diffId = blob.layer().diffId();
    if (!diffId.equals(wanted.layer().diffId())) {
      throw new InvalidArchiveException(
          "invalid diffID for layer %s: expected \"%s\", got \"%s\""
              .formatted(wanted.number(), wanted.layer().diffId(), diffId));
    }
    if (wanted.isUnpacked()) {
      unpacked.put(diffId, unpackedLayers.unpack(staging, blob));
      blob = unpackedLayers.kept(staging, blob);
    }
    staging.force(List.of(blob)); // While others still arrive.
    request.tellOrStop(new ProgressEvent.LayerReceived(diffId));
    return blob;
  }

  private ReceivedBlob receive(BlobSource source, Wanted wanted) throws IOException {
    BlobExpectation expected =
        new BlobExpectation(source.name(), wanted.layer().blob(), source.size());
    try (InputStream in = source.opener().open()) {
      return wanted.isUnpacked()
          ? staging.receiveLayerAndTar(in, expected, executor, this::advanced)
          : staging.receiveLayer(in, expected, executor, this::advanced);
    }
  }

  private void advanced(long more) {
    warmUp.received(more);
    request.advanced(more);
  }

  private void receiveDocuments(ArchivedImage image, StoreState state) throws IOException {
    byte[] config = image.config().raw();
    receiveDocument(
        image.id(),
        BlobSource.readable(
            "config " + image.id(), config.length, () -> new ByteArrayInputStream(config)),
        state);
    for (ArchivedBlob blob : image.documents()) {
      receiveDocument(blob.digest(), blob.source(), state);
    }
  }

  private void receiveDocument(Digest digest, BlobSource source, StoreState state)
      throws IOException {
    if (documents.containsKey(digest) || layers.containsKey(digest)) {
      return;
    }
    if (isStored(state, digest)) {
      kept.add(digest);
      return;
    }
    BlobExpectation expected =
        new BlobExpectation(source.name(), Optional.of(digest), source.size());
    if (source.received().isPresent()) {
      ReceivedBlob blob = source.received().get();
      expected.check(blob.digest(), blob.size());
      documents.put(digest, blob);
      return;
    }
    try (InputStream in = source.opener().open()) {
      documents.put(digest, staging.receive(in, expected));
    }
  }

  /** What no image names may be what a power failure has left, and comes again. */
  private boolean isStored(StoreState state, Digest digest) throws IOException {
    return (state.isNamed(digest) || state.holdsLayer(digest)) && store.has(digest);
  }

  /**
   * Checks that the documents that were there already still are.
   *
   * @throws OvertakenException if one is not
   */
  void requireKept(StoreState state) {
    for (Digest digest : kept) {
      try {
        if (!isStored(state, digest)) {
          throw new OvertakenException("blob " + digest);
        }
      } catch (IOException e) {
        throw Failures.of("cannot look for blob " + digest, e);
      }
    }
  }

  /** Returns whether a layer was received, as this blob if one is given. */
  boolean hasReceived(Digest diffId, Optional<Digest> blob) {
    return formsOf(diffId).stream()
        .anyMatch(received -> blob.isEmpty() || received.digest().equals(blob.get()));
  }

  /** Returns the received blobs that hold this layer. */
  List<ReceivedBlob> formsOf(Digest diffId) {
    return layers.values().stream().filter(blob -> blob.layer().diffId().equals(diffId)).toList();
  }

  /** Returns where layers were unpacked to. */
  Map<Digest, Path> unpacked() {
    return unpacked;
  }

  /** Returns all that was received. */
  Collection<ReceivedBlob> blobs() {
    List<ReceivedBlob> all = new ArrayList<>(layers.values());
    all.addAll(documents.values());
    return all;
  }
}
