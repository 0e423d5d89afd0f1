package dev.lamina.engine;

import dev.lamina.Building;
import dev.lamina.CheckLevel;
import dev.lamina.CheckOption;
import dev.lamina.CheckReport;
import dev.lamina.CollectReport;
import dev.lamina.Committing;
import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.ContainerInspection;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.Containers;
import dev.lamina.DiskUsage;
import dev.lamina.Durability;
import dev.lamina.Exporting;
import dev.lamina.FileChange;
import dev.lamina.HistoryStep;
import dev.lamina.Image;
import dev.lamina.ImageId;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Importing;
import dev.lamina.Inspection;
import dev.lamina.Lease;
import dev.lamina.LoadOption;
import dev.lamina.Mounting;
import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Reference;
import dev.lamina.Removal;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveContainerOption;
import dev.lamina.RemoveOption;
import dev.lamina.RepairReport;
import dev.lamina.Saving;
import dev.lamina.StoreEvent;
import dev.lamina.StoreEventListener;
import dev.lamina.StoreInfo;
import dev.lamina.StoreOptions;
import dev.lamina.Subscription;
import dev.lamina.Tagging;
import dev.lamina.WritableMount;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.DerivedFiles;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.lifecycle.DiskUsageCalculator;
import dev.lamina.internal.lifecycle.ReferenceResolver;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/** The store: loads the state, asks the pure functions, and does what they answer. */
final class Engine implements ImageStore {
  private final Parts parts;
  private final ExecutorService executor;
  private final Closeable use;
  private final Tags tags;
  private final Removals removals;
  private final ContainerVerbs containers;
  private final Saves saves;
  private final ImageMaking making;
  private final EventFeed events;
  private final Comparisons comparisons;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Engine(Parts parts, ExecutorService executor, Closeable use) {
    this.parts = parts;
    this.executor = executor;
    this.use = use;
    this.tags = new Tags(parts);
    this.removals = new Removals(parts);
    this.containers = new ContainerVerbs(parts);
    this.saves = new Saves(parts);
    this.making = new ImageMaking(parts);
    this.events = new EventFeed(parts.catalog());
    this.comparisons = new Comparisons(parts);
  }

  /**
   * Opens a store whose directory is one.
   *
   * @param use ended when the store is closed
   */
  static Engine open(Path root, StorageDriver driver, StoreOptions options, Closeable use)
      throws IOException {
    Fsync fsync = options.durability() == Durability.FULL ? Fsync.FULL : Fsync.FAST;
    StoreLayout layout = new StoreLayout(root);
    BlobStore blobs = new BlobStore(layout, fsync, options.limits());
    blobs.prepare(driver::release);
    Catalog catalog = Catalog.open(root, options.durability(), options.lockTimeout());
    try {
      return open(layout, blobs, catalog, fsync, driver, options, use);
    } catch (IOException | RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  private static Engine open(
      StoreLayout layout,
      BlobStore blobs,
      Catalog catalog,
      Fsync fsync,
      StorageDriver driver,
      StoreOptions options,
      Closeable use)
      throws IOException {
    Path root = layout.root();
    catalog.onFull(new DerivedFiles(layout)::deleteOne);
    ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "lamina");
              thread.setDaemon(true);
              return thread;
            });
    ImageReader reader = new ImageReader(blobs, catalog);
    LayerStore layers = new LayerStore(blobs, executor, UnpackedLayers.files(layout, driver));
    Unforced unforced = new Unforced(layout, driver, catalog, fsync, options.clock());
    catalog.onWrite(unforced);
    UnpackedLayers unpacked = new UnpackedLayers(layout, driver, blobs, layers, executor, unforced);
    GarbageCollector garbage = new GarbageCollector(catalog, blobs, unpacked, unforced);
    Leases leases = new Leases(catalog, blobs.holds(), blobs.sharedHolds(), garbage);
    LastUsed lastUsed = new LastUsed(root, catalog);
    Mounts mounts =
        new Mounts(
            driver,
            blobs,
            layers,
            unpacked,
            reader,
            leases,
            MountOptions.of(options.clock(), options.durability()));
    WritableTrees trees = new WritableTrees(driver, blobs, catalog, mounts, leases, unforced);
    Parts parts =
        new Parts(
            root,
            driver,
            catalog,
            blobs,
            reader,
            layers,
            unpacked,
            mounts,
            trees,
            leases,
            lastUsed,
            garbage,
            unforced,
            new ContainerLapses(catalog, leases, options.clock()),
            executor,
            options.clock(),
            options.random(),
            options.engineVersion(),
            options.limits());
    new PowerFailure(parts).recover();
    trees.sweep();
    return new Engine(parts, executor, use);
  }

  /** Returns what the verbs work with. */
  Parts parts() {
    return parts;
  }

  private StoreState state() {
    requireOpen();
    return parts.catalog().state();
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the store " + parts.root() + " is closed");
    }
  }

  @Override
  public Images images() {
    requireOpen();
    return new Selection(parts, this::state, removals);
  }

  @Override
  public Image image(String nameOrId) {
    return findImage(nameOrId).orElseThrow(() -> notFound(nameOrId));
  }

  @Override
  public Image image(Reference reference) {
    return findImage(reference).orElseThrow(() -> notFound(reference));
  }

  @Override
  public Optional<Image> findImage(String nameOrId) {
    return ask(
        state ->
            ReferenceResolver.resolve(state, nameOrId)
                .map(record -> parts.reader().image(state, record)));
  }

  @Override
  public Optional<Image> findImage(Reference reference) {
    return ask(
        state ->
            ReferenceResolver.resolve(state, reference)
                .map(record -> parts.reader().image(state, record)));
  }

  private <T> T ask(Function<StoreState, T> question) {
    return Questions.ask(this::state, question);
  }

  @Override
  public Inspection inspect(String nameOrId) {
    return ask(state -> inspect(state, resolve(state, nameOrId)));
  }

  @Override
  public Inspection inspect(Reference reference) {
    return ask(state -> inspect(state, resolve(state, reference)));
  }

  private Inspection inspect(StoreState state, ImageRecord record) {
    StorageDriver driver = parts.driver();
    return parts
        .reader()
        .inspection(
            state,
            record,
            driver.name(),
            driver.describe(parts.mounts().stack(state, record.diffIds())));
  }

  @Override
  public List<Image> load(Path archive, LoadOption... loadOptions) {
    requireOpen();
    return loader(loadOptions).load(archive);
  }

  @Override
  public List<Image> load(InputStream archive, LoadOption... loadOptions) {
    requireOpen();
    return loader(loadOptions).load(archive);
  }

  private Loader loader(LoadOption... loadOptions) {
    return new Loader(parts, LoadRequest.of(loadOptions));
  }

  @Override
  public Mounting mount(String nameOrId) {
    StoreState state = state();
    return mounting(state, resolve(state, nameOrId));
  }

  @Override
  public Mounting mount(Reference reference) {
    StoreState state = state();
    return mounting(state, resolve(state, reference));
  }

  private Mounting mounting(StoreState state, ImageRecord record) {
    return new ImageMounting(parts, state, record, Optional.empty(), parts.mounts().options());
  }

  @Override
  public List<HistoryStep> history(String nameOrId) {
    return ask(state -> new Histories(parts).history(state, resolve(state, nameOrId)));
  }

  @Override
  public Tagging tag(String nameOrId) {
    return tags.tag(resolve(state(), nameOrId));
  }

  @Override
  public Tagging tag(Reference reference) {
    return tags.tag(resolve(state(), reference));
  }

  @Override
  public Image untag(String name) {
    requireOpen();
    return tags.untag(name);
  }

  @Override
  public Removal remove(String nameOrId, RemoveOption... options) {
    requireOpen();
    return removals.remove(nameOrId, Optional.empty(), Set.copyOf(List.of(options)));
  }

  @Override
  public Removal remove(Reference reference, RemoveOption... options) {
    requireOpen();
    return removals.remove(
        reference.toString(), Optional.of(reference), Set.copyOf(List.of(options)));
  }

  @Override
  public List<RemovalOutcome> removeEach(Collection<String> namesOrIds, RemoveOption... options) {
    requireOpen();
    return removals.removeEach(namesOrIds, Set.copyOf(List.of(options)));
  }

  @Override
  public RemovalPlan planRemoval(String nameOrId, RemoveOption... options) {
    requireOpen();
    return removals.plan(nameOrId, Optional.empty(), Set.copyOf(List.of(options)));
  }

  @Override
  public RemovalPlan planRemoval(Reference reference, RemoveOption... options) {
    requireOpen();
    return removals.plan(
        reference.toString(), Optional.of(reference), Set.copyOf(List.of(options)));
  }

  @Override
  public Removal remove(RemovalPlan plan) {
    requireOpen();
    return removals.remove(plan);
  }

  @Override
  public PruneReport prune(PruneOption... options) {
    requireOpen();
    return removals.prune(List.of(options));
  }

  @Override
  public PruneReport planPrune(PruneOption... options) {
    requireOpen();
    return removals.planPrune(List.of(options));
  }

  @Override
  public Saving save(String... namesOrIds) {
    requireOpen();
    return saves.save(List.of(namesOrIds));
  }

  @Override
  public Building from(String nameOrId) {
    return making.from(resolve(state(), nameOrId));
  }

  @Override
  public Building from(Reference reference) {
    return making.from(resolve(state(), reference));
  }

  @Override
  public Building fromScratch() {
    requireOpen();
    return making.fromScratch();
  }

  @Override
  public Stream<FileChange> changes(String from, String to) {
    StoreState state = state();
    return comparisons.changes(state, resolve(state, from), resolve(state, to));
  }

  @Override
  public WritableMount mountContainer(String nameOrId) {
    requireOpen();
    return containers.mount(nameOrId);
  }

  @Override
  public WritableMount mountContainer(String nameOrId, Path directory) {
    requireOpen();
    return containers.mount(nameOrId, directory);
  }

  @Override
  public Importing importRootfs(Path tar) {
    requireOpen();
    return making.importRootfs(tar);
  }

  @Override
  public Importing importRootfs(InputStream tar) {
    requireOpen();
    return making.importRootfs(tar);
  }

  @Override
  public Optional<Instant> lastUsed(ImageId image) {
    requireOpen();
    return parts.lastUsed().of(image.digest());
  }

  @Override
  public Containers containers() {
    requireOpen();
    return containers.containers();
  }

  @Override
  public Container container(String nameOrId) {
    return findContainer(nameOrId).orElseThrow(() -> new ContainerNotFoundException(nameOrId));
  }

  @Override
  public Optional<Container> findContainer(String nameOrId) {
    requireOpen();
    return containers.find(nameOrId);
  }

  @Override
  public ContainerInspection inspectContainer(String nameOrId) {
    requireOpen();
    return containers.inspect(nameOrId);
  }

  @Override
  public ContainerCreation create(String image) {
    requireOpen();
    return containers.create(image);
  }

  @Override
  public Container start(String nameOrId) {
    requireOpen();
    return containers.start(nameOrId, Optional.empty());
  }

  @Override
  public Container start(String nameOrId, Lease lease) {
    requireOpen();
    return containers.start(nameOrId, Optional.of(lease));
  }

  @Override
  public Container pause(String nameOrId) {
    requireOpen();
    return containers.pause(nameOrId);
  }

  @Override
  public Container unpause(String nameOrId) {
    requireOpen();
    return containers.unpause(nameOrId);
  }

  @Override
  public Container stop(String nameOrId, int exitCode) {
    requireOpen();
    return containers.stop(nameOrId, exitCode);
  }

  @Override
  public Container rename(String nameOrId, String newName) {
    requireOpen();
    return containers.rename(nameOrId, newName);
  }

  @Override
  public Container removeContainer(String nameOrId, RemoveContainerOption... options) {
    requireOpen();
    return containers.remove(nameOrId, Set.copyOf(List.of(options)));
  }

  @Override
  public Committing commit(String nameOrId) {
    requireOpen();
    return making.commit(nameOrId);
  }

  @Override
  public Exporting export(String nameOrId) {
    requireOpen();
    return saves.export(nameOrId);
  }

  @Override
  public Lease lease(String nameOrId) {
    StoreState state = state();
    return parts.leases().lease(state, resolve(state, nameOrId));
  }

  @Override
  public Subscription events(StoreEventListener listener) {
    requireOpen();
    return events.subscribe(listener);
  }

  @Override
  public List<StoreEvent> eventsSince(Instant time) {
    requireOpen();
    return events.since(time);
  }

  @Override
  public StoreInfo info() {
    requireOpen();
    return new StoreReports(parts).info();
  }

  @Override
  public DiskUsage diskUsage() {
    requireOpen();
    return new StoreReports(parts).diskUsage();
  }

  @Override
  public CollectReport collect(Duration grace) {
    requireOpen();
    return StoreCollection.collect(parts, grace);
  }

  @Override
  public CheckReport check(CheckLevel level, CheckOption... options) {
    requireOpen();
    return new Checking(parts).check(level, CheckRequest.of(options));
  }

  @Override
  public RepairReport repair(CheckReport report) {
    requireOpen();
    return new Repairing(parts).repair(report);
  }

  @Override
  public RepairReport planRepair(CheckReport report) {
    requireOpen();
    return Repairing.plan(report);
  }

  @Override
  public long freedBy(Collection<ImageId> images) {
    return DiskUsageCalculator.freedBy(state(), images.stream().map(ImageId::digest).toList());
  }

  private static ImageRecord resolve(StoreState state, String nameOrId) {
    return ReferenceResolver.resolve(state, nameOrId).orElseThrow(() -> notFound(nameOrId));
  }

  private static ImageRecord resolve(StoreState state, Reference reference) {
    return ReferenceResolver.resolve(state, reference).orElseThrow(() -> notFound(reference));
  }

  /** The engine prints what was typed with the tag that it added. */
  private static ImageNotFoundException notFound(String nameOrId) {
    return notFound(Reference.parse(nameOrId));
  }

  private static ImageNotFoundException notFound(Reference reference) {
    return new ImageNotFoundException(reference.toString());
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        events.close();
        comparisons.close();
        closeWhatIsHeld();
      } finally {
        executor.shutdown();
        parts.catalog().close();
        endUse();
      }
    }
  }

  private void closeWhatIsHeld() {
    try {
      parts.leases().close();
    } finally {
      parts.mounts().close();
    }
  }

  private void endUse() {
    try {
      use.close();
    } catch (IOException e) {
      throw Failures.of("cannot close the store " + parts.root(), e);
    }
  }
}
