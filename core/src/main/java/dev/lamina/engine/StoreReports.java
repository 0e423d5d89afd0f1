package dev.lamina.engine;

import dev.lamina.ContainerStatus;
import dev.lamina.DiskUsage;
import dev.lamina.StoreInfo;
import dev.lamina.internal.catalog.StoreState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Reports what the store is, and what it takes. */
final class StoreReports {
  private final Parts parts;

  StoreReports(Parts parts) {
    this.parts = parts;
  }

  StoreInfo info() {
    StoreState state = parts.catalog().state();
    Map<ContainerStatus, Integer> containers = new EnumMap<>(ContainerStatus.class);
    for (ContainerStatus status : ContainerStatus.values()) {
      containers.put(status, 0);
    }
    state
        .containers()
        .forEach(
            container ->
                containers.merge(
                    ContainerStatus.valueOf(container.status().toUpperCase(Locale.ROOT)),
                    1,
                    Integer::sum));
    return new StoreInfo(
        parts.driver().name(),
        Map.of(),
        parts.root(),
        state.imageCount(),
        state.layerCount(),
        containers,
        new StoreInfo.Host("", "", "", "", "", 1, 0));
  }

  DiskUsage diskUsage() {
    return Unfinished.verb();
  }
}
