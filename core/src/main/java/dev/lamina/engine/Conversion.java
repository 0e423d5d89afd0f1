package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.Durability;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.LayerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.StoreUse;
import dev.lamina.internal.layer.LayerDifference;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/**
 * Makes a store of one storage one of another. All that the storages share stays as it is; what was
 * changed in containers is written anew beside the old. The new marker is the one step that makes
 * the store another's: who is killed before leaves the old store, and who is killed after the new.
 */
final class Conversion {
  private final Engine old;
  private final Engine converted;

  private Conversion(Engine old, Engine converted) {
    this.old = old;
    this.converted = converted;
  }

  static void convert(Path root, StorageDriver to, StoreOptions options) throws IOException {
    StoreMarker unused = marker(root);
    StoreUse alone = alone(root);
    try {
      StoreMarker marker = marker(root); // Nobody else changes it now.
      marker.requireKnownFormat(root);
      if (!marker.storage().equals(to.name())) {
        convert(root, driver(root, marker.storage()), to, options);
      }
      ConvertedFiles.settle(root, to);
    } finally {
      alone.close();
    }
  }

  private static StoreMarker marker(Path root) throws IOException {
    return StoreMarker.read(root)
        .orElseThrow(
            () ->
                new UnsupportedStorageException(
                    "cannot convert " + root + ": it is no store; open it to make it one"));
  }

  private static StoreUse alone(Path root) {
    return StoreUse.alone(root, new StoreLayout(root).use())
        .orElseThrow(
            () ->
                new StoreLockedException(
                    "cannot convert the store "
                        + root
                        + ": somebody has it open; close it everywhere first"));
  }

  /** Returns the driver of the storage that a store is of. */
  private static StorageDriver driver(Path root, String storage) {
    Optional<StorageDriverProvider> provider =
        ServiceLoader.load(StorageDriverProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.storage().equals(storage))
            .findFirst();
    return provider.isPresent() && provider.get().unavailable(root).isEmpty()
        ? provider.get().driver(root)
        : new AbsentDriver(storage, root, provider.flatMap(found -> found.unavailable(root)));
  }

  private static void convert(Path root, StorageDriver from, StorageDriver to, StoreOptions options)
      throws IOException {
    StoreMarker.write(root, from.name(), Optional.of(to.name()));
    boolean isConverted = false;
    try (Engine old = Engine.open(root, from, options, () -> {});
        Engine converted = Engine.open(root, to, options, () -> {})) {
      Conversion conversion = new Conversion(old, converted);
      conversion.convertLayers(root);
      conversion.convertContainers();
      isConverted = true;
    } finally {
      if (!isConverted) {
        ConvertedFiles.settle(root, from);
      }
    }
    StoreMarker.write(root, to.name(), Optional.of(from.name()));
  }

  /** Another storage can read a layer as it came, but not what this one has made of it. */
  private void convertLayers(Path root) throws IOException {
    StoreState state = old.parts().catalog().state();
    List<Digest> framed = new ArrayList<>();
    for (LayerRecord layer : state.layers().toList()) {
      Digest diffId = layer.diffId();
      if (old.parts().layers().isFramed(diffId, LayerForms.of(state, diffId))) {
        requirePlain(root, state, diffId);
        framed.add(diffId);
      }
    }
    for (Digest diffId : framed) {
      old.parts().layers().makePlainOfFrame(diffId);
    }
  }

  private static void requirePlain(Path root, StoreState state, Digest diffId) {
    if (LayerForms.of(state, diffId).stream().noneMatch(form -> form.blob().equals(diffId))) {
      throw new UnsupportedStorageException(
          "cannot convert %s: layer %s was unpacked instead of being kept as it came; save"
                  .formatted(root, diffId)
              + " the images, and load them into a new store");
    }
  }

  private void convertContainers() throws IOException {
    StoreState state = old.parts().catalog().state();
    for (ContainerRecord container : state.containers().toList()) {
      if (old.parts().blobs().hasContainer(container.id())) {
        convert(state, container);
      }
    }
  }

  private void convert(StoreState state, ContainerRecord container) throws IOException {
    Parts parts = converted.parts();
    StorageDriver to = parts.driver();
    // Whatever is chosen for the store: the old changes are deleted then.
    MountOptions options = MountOptions.of(parts.clock(), Durability.FULL);
    LayerStack stack =
        new ContainerStack(parts.mounts().stack(state, container.diffIds()), container.created());
    try (OpenTree tree = old.parts().trees().ofContainer(container, options);
        LayerTree below = tree.below()) {
      Path directory = parts.blobs().makeConverted(container.id(), to.name());
      to.receiveChanges(stack, directory, options, sink -> write(below, tree.tree(), sink));
      to.force(directory);
    }
  }

  /** A layer says nothing of the root if only its time is another one; here that is to stay. */
  private static void write(LayerTree below, LayerTree above, LayerSink sink) throws IOException {
    sink.add(new LayerEntry.Directory(EntryPath.ROOT, above.root().attributes()));
    boolean unused = LayerDifference.write(below, above, sink, OptionalLong.empty());
  }
}
