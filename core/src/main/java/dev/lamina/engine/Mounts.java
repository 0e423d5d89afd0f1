package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Exporting;
import dev.lamina.Image;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.MountInUseException;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mounts images by the storage's driver, and knows what is mounted. */
final class Mounts implements AutoCloseable {
  private final StorageDriver driver;
  private final MountPlaces places;
  private final LayerStore layers;
  private final UnpackedLayers unpacked;
  private final ImageReader reader;
  private final Leases leases;
  private final MountOptions options;
  private final Leaks<Mount> open = new Leaks<>();
  private volatile boolean closed;

  Mounts(
      StorageDriver driver,
      BlobStore blobs,
      LayerStore layers,
      UnpackedLayers unpacked,
      ImageReader reader,
      Leases leases,
      MountOptions options) {
    this.driver = driver;
    this.places = new MountPlaces(blobs);
    this.layers = layers;
    this.unpacked = unpacked;
    this.reader = reader;
    this.leases = leases;
    this.options = options;
  }

  /** Returns how to mount with all permissions, where the storage likes. */
  MountOptions options() {
    return options;
  }

  /**
   * Mounts an image.
   *
   * @param config the configuration of the platform that is mounted: the image's, or a variant's
   * @param diffIds that platform's layers
   */
  Mount readOnly(
      StoreState state, ImageRecord record, Digest config, List<Digest> diffIds, MountOptions how) {
    requireOpen();
    Mounted mounted = new Mounted(record.id(), reader.later(state, record), config);
    try {
      return register(open(mounted, state, diffIds, how));
    } catch (IOException e) {
      throw Failures.of("cannot mount image " + record.id(), e);
    }
  }

  /** What is mounted: an image, for the platform of a configuration. */
  private record Mounted(Digest id, Supplier<Image> image, Digest config) {}

  private OpenMount open(Mounted mounted, StoreState state, List<Digest> diffIds, MountOptions how)
      throws IOException {
    Endings endings = new Endings();
    try {
      Holding held = Holding.ofLayers(leases, state, mounted.id().toString(), diffIds);
      endings.add(held::close);
      LayerStack stack = stack(held.state(), diffIds);
      DriverMount mount = driver.mount(stack, () -> places.take(endings), how);
      places.noteMounted(mount.root());
      endings.add(mount::close);
      return new OpenMount(mounted, stack, mount, endings);
    } catch (IOException | RuntimeException e) {
      endings.closeAfter(e);
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed: open it again to mount");
    }
  }

  /** Returns whether a file is one of an image that is mounted. */
  boolean isMounted(Path file) {
    Path absolute = file.toAbsolutePath();
    return open.open().stream().anyMatch(mount -> absolute.startsWith(mount.root()));
  }

  /** Returns the layers of these DiffIDs, from the base to the top. */
  LayerStack stack(StoreState state, List<Digest> diffIds) {
    return new LayerStack() {
      @Override
      public List<Digest> diffIds() {
        return diffIds;
      }

      @Override
      public Path directory(int layer) throws IOException {
        return unpacked.require(state, diffIds.get(layer));
      }

      @Override
      public Optional<Path> foundDirectory(int layer) {
        return unpacked.find(diffIds.get(layer));
      }

      @Override
      public LayerTree tree() throws IOException {
        return new MergedTree(sources(state, diffIds));
      }
    };
  }

  private List<LayerSource> sources(StoreState state, List<Digest> diffIds) throws IOException {
    List<LayerSource> sources = new ArrayList<>();
    try {
      for (Digest diffId : diffIds) {
        sources.add(layers.open(diffId, LayerForms.of(state, diffId)));
      }
      return sources;
    } catch (IOException | RuntimeException e) {
      for (LayerSource source : sources) {
        closeQuietly(source.bytes(), e);
      }
      throw e;
    }
  }

  private static void closeQuietly(Closeable source, Exception cause) {
    try {
      source.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    @Nullable ImageStoreException failure = null;
    open.tell();
    for (Mount mount : open.open()) {
      try {
        mount.close();
      } catch (ImageStoreException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
    leavePlaces();
  }

  private void leavePlaces() {
    try {
      places.close();
    } catch (IOException e) {
      throw Failures.of("cannot remove where images were mounted", e);
    }
  }

  /** Has a mount closed with the store, at the latest. */
  <M extends Mount> M register(M mount) {
    open.opened(mount);
    if (closed) { // Perhaps after the others were taken away.
      mount.close();
    }
    requireOpen();
    return mount;
  }

  void unregister(Mount mount) {
    open.closed(mount);
  }

  private final class OpenMount implements Mount {
    private final Mounted mounted;
    private final LayerStack stack;
    private final DriverMount mount;
    private final Endings endings;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenMount(Mounted mounted, LayerStack stack, DriverMount mount, Endings endings) {
      this.mounted = mounted;
      this.stack = stack;
      this.mount = mount;
      this.endings = endings;
    }

    @Override
    public Path root() {
      return mount.root();
    }

    @Override
    public Image image() {
      return mounted.image().get();
    }

    @Override
    public Exporting export() {
      return new TreeExporting("image " + mounted.id(), this::read, () -> {});
    }

    private void read(TreeExporting.Reading reading) throws IOException {
      if (closed.get()) {
        throw new IllegalStateException("the mount of image " + mounted.id() + " is closed");
      }
      try (LayerTree tree = stack.tree()) {
        reading.read(tree);
      }
    }

    @Override
    public void writeRuntimeConfig(Path directory) {
      try {
        read(
            tree ->
                new RuntimeBundle(
                        RuntimeSettings.of(reader, mounted.config(), image()),
                        mount.root(),
                        true,
                        driver.idMap(),
                        tree)
                    .writeConfig(directory));
      } catch (IOException e) {
        throw Failures.of("cannot make a runtime bundle of image " + mounted.id(), e);
      }
    }

    @Override
    public void close() {
      close(endings::close);
    }

    @Override
    public void detach() {
      close(
          () -> {
            mount.detach();
            endings.close();
          });
    }

    @Override
    public String toString() {
      return "the mount of image " + mounted.id() + " at " + mount.root();
    }

    private void close(Endings.Ending closing) {
      if (closed.compareAndSet(false, true)) {
        try {
          closing.end();
        } catch (MountInUseException e) {
          closed.set(false);
          throw e;
        } catch (IOException e) {
          throw Failures.of("cannot unmount image " + mounted.id(), e);
        }
        unregister(this);
      }
    }
  }
}
