package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerStatus;
import dev.lamina.DiskUsage;
import dev.lamina.StoreInfo;
import dev.lamina.StoreLockedException;
import dev.lamina.internal.blob.Needs;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.DiskUsageCalculator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports what the store is, and what it takes. */
final class StoreReports {
  private final Parts parts;

  StoreReports(Parts parts) {
    this.parts = parts;
  }

  StoreInfo info() {
    StoreState state = parts.lapses().state();
    return new StoreInfo(
        parts.driver().name(),
        storageStatus(),
        parts.root(),
        state.imageCount(),
        state.layerCount(),
        byStatus(containers(state)),
        HostFacts.ofThisMachine());
  }

  private Map<String, String> storageStatus() {
    Path root = parts.root();
    Map<String, String> status = new LinkedHashMap<>();
    try {
      status.put("Backing Filesystem", BackingFileSystem.of(root));
    } catch (IOException e) {
      throw Failures.of("cannot ask for the file system of " + root, e);
    }
    status.putAll(parts.driver().status(root));
    return status;
  }

  private static Map<ContainerStatus, Integer> byStatus(List<Container> containers) {
    Map<ContainerStatus, Integer> counts = new EnumMap<>(ContainerStatus.class);
    for (ContainerStatus status : ContainerStatus.values()) {
      counts.put(status, 0);
    }
    containers.forEach(container -> counts.merge(container.status(), 1, Integer::sum));
    return counts;
  }

  private static List<Container> containers(StoreState state) {
    return new ContainerSelection(() -> state).list();
  }

  /** The files are looked through first: what a load adds meanwhile has an owner then. */
  DiskUsage diskUsage() {
    try {
      StoreFiles files = StoreFiles.of(parts.root(), parts.driver().mounted(parts.root()));
      Needs held = parts.blobs().holds().noted();
      return diskUsage(files, held, parts.lapses().state());
    } catch (IOException e) {
      throw Failures.of("cannot look through " + parts.root(), e);
    }
  }

  private DiskUsage diskUsage(StoreFiles files, Needs held, StoreState state) {
    DiskUsageCalculator.Total total = DiskUsageCalculator.total(state);
    return new DiskUsage(
        total.images().stream().map(usage -> usage(state, usage)).toList(),
        containers(state).stream().map(container -> usage(state, container, files)).toList(),
        total.layersBytes(),
        total.reclaimableBytes(),
        files.bytes(),
        files.withoutOwner(state, held, parts.lastUsed()).stream()
            .mapToLong(StoreFiles.Found::length)
            .sum());
  }

  private DiskUsage.ContainerUsage usage(StoreState state, Container container, StoreFiles files) {
    return new DiskUsage.ContainerUsage(
        container,
        state
            .container(container.id().hex())
            .map(record -> writtenBytes(record, files))
            .orElse(0L));
  }

  private long writtenBytes(ContainerRecord container) throws IOException {
    try (OpenTree tree = parts.trees().ofContainer(container, parts.mounts().options())) {
      return tree.writtenBytes();
    }
  }

  private long writtenBytes(ContainerRecord container, StoreFiles files) {
    try {
      if (!parts.blobs().hasContainer(container.id())) {
        return 0;
      }
      return writtenBytes(container);
    } catch (StoreLockedException e) {
      return files.bytesOf(container); // Somebody else writes there just now.
    } catch (IOException e) {
      throw Failures.of("cannot look into container " + container.name(), e);
    }
  }

  private DiskUsage.ImageUsage usage(StoreState state, DiskUsageCalculator.Usage usage) {
    return new DiskUsage.ImageUsage(
        parts
            .reader()
            .listed(state, usage.image(), () -> state.referencesTo(usage.image().id()).toList()),
        usage.sharedBytes(),
        usage.uniqueBytes(),
        usage.containers());
  }
}
