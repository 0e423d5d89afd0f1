package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Image;
import dev.lamina.ImageStoreException;
import dev.lamina.Mount;
import dev.lamina.internal.blob.Holds;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.layer.LayerSource;
import dev.lamina.internal.layer.MergedTree;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.StorageDriver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
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
  private final Set<OpenMount> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Mounts(StorageDriver driver, LayerStore layers, ImageReader reader, Leases leases) {
    this.driver = driver;
    this.layers = layers;
    this.reader = reader;
    this.leases = leases;
  }

  Mount readOnly(StoreState state, ImageRecord record, List<Digest> diffIds) {
    requireOpen();
    Image image = reader.image(state, record);
    try {
      Optional<Leases.Held> held = hold(state, image, diffIds);
      OpenMount mount = open(image, held, held.map(Leases.Held::state).orElse(state), diffIds);
      open.add(mount);
      if (closed) { // Perhaps after the others were taken away.
        mount.close();
      }
      requireOpen();
      return mount;
    } catch (IOException e) {
      throw Failures.of("cannot mount image " + image.id(), e);
    }
  }

  private OpenMount open(
      Image image, Optional<Leases.Held> held, StoreState state, List<Digest> diffIds)
      throws IOException {
    Optional<Holds.Hold> hold = held.map(Leases.Held::hold);
    boolean mounted = false;
    try {
      OpenMount mount = new OpenMount(image, driver.mount(stack(state, diffIds)), hold);
      mounted = true;
      return mount;
    } finally {
      if (!mounted) {
        release(hold);
      }
    }
  }

  /** Holds the layers; a store that can only be read has nobody who could remove them. */
  private Optional<Leases.Held> hold(StoreState state, Image image, List<Digest> diffIds)
      throws IOException {
    try {
      return Optional.of(leases.holdLayers(state, image.id().toString(), diffIds));
    } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("Read-only")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void release(Optional<Holds.Hold> hold) throws IOException {
    if (hold.isPresent()) {
      leases.release(hold.get());
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the store is closed: open it again to mount");
    }
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
    for (OpenMount mount : List.copyOf(open)) {
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

  private final class OpenMount implements Mount {
    private final Image image;
    private final DriverMount mount;
    private final Optional<Holds.Hold> hold;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenMount(Image image, DriverMount mount, Optional<Holds.Hold> hold) {
      this.image = image;
      this.mount = mount;
      this.hold = hold;
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
    public void close() {
      if (closed.compareAndSet(false, true)) {
        open.remove(this);
        try {
          try {
            mount.close();
          } finally {
            release(hold);
          }
        } catch (IOException e) {
          throw Failures.of("cannot unmount image " + image.id(), e);
        }
      }
    }
  }
}
