package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Exporting;
import dev.lamina.Image;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Mounts images by the storage's driver, and knows what is mounted. */
final class Mounts implements AutoCloseable {
  private final StorageDriver driver;
  private final LayerStore layers;
  private final ImageReader reader;
  private final Leases leases;
  private final MountOptions options;
  private final Set<Mount> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Mounts(
      StorageDriver driver,
      LayerStore layers,
      ImageReader reader,
      Leases leases,
      MountOptions options) {
    this.driver = driver;
    this.layers = layers;
    this.reader = reader;
    this.leases = leases;
    this.options = options;
  }

  /** Returns how to mount for a user; with all permissions if there is none. */
  MountOptions options(Optional<MountOptions.Credentials> user) {
    return new MountOptions(user, options.clock(), options.durability());
  }

  Mount readOnly(StoreState state, ImageRecord record, List<Digest> diffIds, MountOptions how) {
    requireOpen();
    Image image = reader.image(state, record);
    try {
      Holding held = Holding.ofLayers(leases, state, image.id().toString(), diffIds);
      OpenMount mount = open(image, held, diffIds, how);
      return register(mount);
    } catch (IOException e) {
      throw Failures.of("cannot mount image " + image.id(), e);
    }
  }

  private OpenMount open(Image image, Holding held, List<Digest> diffIds, MountOptions how)
      throws IOException {
    boolean mounted = false;
    try {
      LayerStack stack = stack(held.state(), diffIds);
      OpenMount mount = new OpenMount(image, stack, driver.mount(stack, how), held);
      mounted = true;
      return mount;
    } finally {
      if (!mounted) {
        held.close();
      }
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
    return open.stream().anyMatch(mount -> absolute.startsWith(mount.root()));
  }

  /** Returns the layers of these DiffIDs, from the base to the top. */
  LayerStack stack(StoreState state, List<Digest> diffIds) {
    return new LayerStack() {
      @Override
      public List<Digest> diffIds() {
        return diffIds;
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
    for (Mount mount : List.copyOf(open)) {
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
  }

  /** Has a mount closed with the store, at the latest. */
  <M extends Mount> M register(M mount) {
    open.add(mount);
    if (closed) { // Perhaps after the others were taken away.
      mount.close();
    }
    requireOpen();
    return mount;
  }

  void unregister(Mount mount) {
    open.remove(mount);
  }

  private final class OpenMount implements Mount {
    private final Image image;
    private final LayerStack stack;
    private final DriverMount mount;
    private final Holding held;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenMount(Image image, LayerStack stack, DriverMount mount, Holding held) {
      this.image = image;
      this.stack = stack;
      this.mount = mount;
      this.held = held;
    }

    @Override
    public Path root() {
      return mount.root();
    }

    @Override
    public Image image() {
      return image;
    }

    @Override
    public Exporting export() {
      return new TreeExporting("image " + image.id(), this::read, () -> {});
    }

    private void read(TreeExporting.Reading reading) throws IOException {
      if (closed.get()) {
        throw new IllegalStateException("the mount of image " + image.id() + " is closed");
      }
      try (LayerTree tree = stack.tree()) {
        reading.read(tree);
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        unregister(this);
        try {
          try {
            mount.close();
          } finally {
            held.close();
          }
        } catch (IOException e) {
          throw Failures.of("cannot unmount image " + image.id(), e);
        }
      }
    }
  }
}
