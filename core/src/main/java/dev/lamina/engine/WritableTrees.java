package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.MountInUseException;
import dev.lamina.StoreLockedException;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.ContainerDirectory;
import dev.lamina.internal.blob.Staging;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Loggers;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Opens trees that can be changed. An image's is new each time, and goes when it is closed. That of
 * a container is one for all who want it at the same time, and its changes are kept.
 */
final class WritableTrees {
  private final StorageDriver driver;
  private final BlobStore blobs;
  private final Catalog catalog;
  private final Mounts mounts;
  private final Leases leases;
  private final Unforced unforced;
  private final Lock lock = new ReentrantLock();
  private final Map<String, Shared> containers = new HashMap<>();

  WritableTrees(
      StorageDriver driver,
      BlobStore blobs,
      Catalog catalog,
      Mounts mounts,
      Leases leases,
      Unforced unforced) {
    this.driver = driver;
    this.blobs = blobs;
    this.catalog = catalog;
    this.mounts = mounts;
    this.leases = leases;
    this.unforced = unforced;
  }

  /** A container's tree, and how many have it open. */
  private static final class Shared {
    private final OpenTree tree;
    private int users;

    Shared(OpenTree tree) {
      this.tree = tree;
    }
  }

  /** Opens a tree, and notes what is to be done when it is closed, or cannot be opened. */
  @FunctionalInterface
  private interface Opening {
    OpenTree open(Endings endings) throws IOException;
  }

  private static OpenTree open(Opening opening) throws IOException {
    Endings endings = new Endings();
    try {
      return opening.open(endings);
    } catch (IOException | RuntimeException e) {
      endings.closeAfter(e);
      throw e;
    }
  }

  /** Opens a new tree over layers; the caller closes it. */
  OpenTree ofLayers(StoreState state, String name, List<Digest> diffIds, MountOptions options)
      throws IOException {
    return open(
        endings -> {
          Staging staging = blobs.stage();
          endings.add(staging::close);
          Holding held = Holding.ofLayers(leases, state, name, diffIds);
          endings.add(held::close);
          Path changes = staging.makeDirectory();
          endings.add(() -> driver.delete(changes));
          return mount(mounts.stack(held.state(), diffIds), changes, options.temporary(), endings);
        });
  }

  /**
   * Opens a container's tree, or the one that is open; the caller closes it.
   *
   * @throws StoreLockedException if another process, or store, has it
   * @throws ImageStoreException if it is open, but not where it is to be
   */
  OpenTree ofContainer(ContainerRecord container, MountOptions options) throws IOException {
    lock.lock();
    try {
      Shared shared = containers.get(container.id());
      if (shared == null) {
        shared = new Shared(open(endings -> open(container, options, endings)));
        containers.put(container.id(), shared);
      } else {
        requireAt(container, shared.tree.root(), options);
      }
      shared.users++;
      Shared used = shared;
      return shared.tree.withLeaving(detaches -> leave(container.id(), used, detaches));
    } finally {
      lock.unlock();
    }
  }

  private static void requireAt(ContainerRecord container, Path root, MountOptions options) {
    if (options.at().isPresent() && !root.equals(options.at().get())) {
      throw new ImageStoreException(
          "cannot mount container %s at %s: it is mounted at %s already; close that mount first"
              .formatted(container.name(), options.at().get(), root));
    }
  }

  private void leave(String id, Shared shared, boolean detaches) throws IOException {
    lock.lock();
    try {
      if (shared.users == 1) {
        closeLast(id, shared.tree, detaches);
      }
      shared.users--;
    } finally {
      lock.unlock();
    }
  }

  /** Closes a tree, of which nothing is left if that fails; only while it is in use it stays. */
  private void closeLast(String id, OpenTree tree, boolean detaches) throws IOException {
    boolean isInUse = false;
    try {
      close(tree, detaches);
    } catch (MountInUseException e) {
      isInUse = true;
      throw e;
    } finally {
      if (!isInUse) {
        containers.remove(id);
      }
    }
  }

  private static void close(OpenTree tree, boolean detaches) throws IOException {
    if (detaches) {
      tree.detach();
    } else {
      tree.close();
    }
  }

  private OpenTree open(ContainerRecord container, MountOptions options, Endings endings)
      throws IOException {
    ContainerDirectory directory =
        blobs
            .claimContainer(container.id())
            .orElseThrow(
                () ->
                    new StoreLockedException(
                        "container "
                            + container.name()
                            + " is mounted by another process or store: close that mount first"));
    endings.add(() -> leave(container.id(), directory));
    Holding held = Holding.ofLayers(leases, catalog.state(), container.name(), container.diffIds());
    endings.add(held::close);
    LayerStack stack = mounts.stack(held.state(), container.diffIds());
    return mount(
        new ContainerStack(stack, container.created()),
        directory.changes(driver.name()),
        options,
        endings);
  }

  private OpenTree mount(LayerStack stack, Path changes, MountOptions options, Endings endings)
      throws IOException {
    WritableDriverMount mount = driver.mountWritable(stack, changes, options);
    endings.add(mount::close);
    return OpenTree.ofOne(stack, mount, endings);
  }

  /** Lets go of a directory, and deletes it if the container was removed meanwhile. */
  private void leave(String id, ContainerDirectory directory) throws IOException {
    directory.close();
    if (catalog.state().container(id).isEmpty()) {
      delete(id);
    }
  }

  /** Deletes what was changed in a container, unless somebody has it, who does it in the end. */
  void delete(String id) {
    try {
      if (!blobs.hasContainer(id)) {
        return;
      }
      Optional<ContainerDirectory> claimed = blobs.claimContainer(id);
      if (claimed.isPresent()) {
        try (ContainerDirectory directory = claimed.get()) {
          unforced.settle();
          driver.delete(directory.changes(driver.name()));
          directory.delete();
        }
      }
    } catch (IOException e) {
      Loggers.of(WritableTrees.class)
          .log(Level.WARNING, "what was changed in a removed container stays: " + id, e);
    }
  }

  /** Deletes what removed containers have left, and what killed processes have left mounted. */
  void sweep() throws IOException {
    List<String> found = blobs.containers();
    if (!found.isEmpty()) {
      StoreState state = catalog.state();
      found.stream().filter(id -> state.container(id).isEmpty()).forEach(this::delete);
      for (String id : found) {
        if (!driver.mounted(blobs.container(id)).isEmpty()) {
          release(id);
        }
      }
    }
  }

  private void release(String id) throws IOException {
    Optional<ContainerDirectory> claimed = blobs.claimContainer(id);
    if (claimed.isPresent()) {
      try (ContainerDirectory directory = claimed.get()) {
        driver.release(directory.changes(driver.name()));
      } catch (MountInUseException e) {
        Loggers.of(WritableTrees.class)
            .log(Level.WARNING, "what a killed process has mounted stays", e);
      }
    }
  }
}
