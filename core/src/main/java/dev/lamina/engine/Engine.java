package dev.lamina.engine;

import dev.lamina.Durability;
import dev.lamina.Image;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.Inspection;
import dev.lamina.LoadOption;
import dev.lamina.Mounting;
import dev.lamina.Platform;
import dev.lamina.Reference;
import dev.lamina.StoreInfo;
import dev.lamina.StoreOptions;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.lifecycle.ReferenceResolver;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The store: loads the state, asks the pure functions, and does what they answer. */
final class Engine implements ImageStore {
  private final Path root;
  private final StorageDriver driver;
  private final Catalog catalog;
  private final BlobStore blobs;
  private final ImageReader reader;
  private final Mounts mounts;
  private final ExecutorService executor;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Engine(
      Path root, StorageDriver driver, Catalog catalog, BlobStore blobs, ExecutorService executor) {
    this.root = root;
    this.driver = driver;
    this.catalog = catalog;
    this.blobs = blobs;
    this.reader = new ImageReader(blobs);
    this.mounts = new Mounts(driver, new LayerStore(blobs, executor), reader);
    this.executor = executor;
  }

  static Engine open(Path root, StorageDriver driver, StoreOptions options) throws IOException {
    createRoot(root);
    StoreMarker.claim(root, driver.name());
    Fsync fsync = options.durability() == Durability.FULL ? Fsync.FULL : Fsync.FAST;
    BlobStore blobs = new BlobStore(new StoreLayout(root), fsync);
    blobs.prepare();
    Catalog catalog = Catalog.open(root, options.durability(), options.lockTimeout());
    ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "lamina");
              thread.setDaemon(true);
              return thread;
            });
    return new Engine(root, driver, catalog, blobs, executor);
  }

  private static void createRoot(Path root) throws IOException {
    Path parent = root.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      createRoot(parent);
    }
    OwnerOnly.createDirectory(root);
  }

  private StoreState state() {
    requireOpen();
    return catalog.state();
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException("the store " + root + " is closed");
    }
  }

  @Override
  public Images images() {
    requireOpen();
    return new Selection(this::state, reader);
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
    StoreState state = state();
    return ReferenceResolver.resolve(state, nameOrId).map(record -> reader.image(state, record));
  }

  @Override
  public Optional<Image> findImage(Reference reference) {
    StoreState state = state();
    return ReferenceResolver.resolve(state, reference).map(record -> reader.image(state, record));
  }

  @Override
  public Inspection inspect(String nameOrId) {
    StoreState state = state();
    return inspect(
        state, ReferenceResolver.resolve(state, nameOrId).orElseThrow(() -> notFound(nameOrId)));
  }

  @Override
  public Inspection inspect(Reference reference) {
    StoreState state = state();
    return inspect(
        state, ReferenceResolver.resolve(state, reference).orElseThrow(() -> notFound(reference)));
  }

  private Inspection inspect(StoreState state, ImageRecord record) {
    return reader.inspection(
        state, record, driver.name(), driver.describe(mounts.stack(state, record.diffIds())));
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
    return new Loader(catalog, blobs, reader, executor, LoadRequest.of(loadOptions));
  }

  @Override
  public Mounting mount(String nameOrId) {
    StoreState state = state();
    return mounting(
        state, ReferenceResolver.resolve(state, nameOrId).orElseThrow(() -> notFound(nameOrId)));
  }

  @Override
  public Mounting mount(Reference reference) {
    StoreState state = state();
    return mounting(
        state, ReferenceResolver.resolve(state, reference).orElseThrow(() -> notFound(reference)));
  }

  private Mounting mounting(StoreState state, ImageRecord record) {
    return new ImageMounting(mounts, state, record, Optional.<Platform>empty());
  }

  @Override
  public StoreInfo info() {
    StoreState state = state();
    return new StoreInfo(driver.name(), root, state.imageCount(), state.layerCount());
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
        mounts.close();
      } finally {
        executor.shutdown();
        catalog.close();
      }
    }
  }
}
