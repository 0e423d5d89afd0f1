package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which containers a listing has, and in which order: newest first, those of one instant by ID. */
public final class ContainerListing {
  static final Comparator<ContainerRecord> ORDER =
      Comparator.comparing(ContainerRecord::created).reversed().thenComparing(ContainerRecord::id);

  private ContainerListing() {}

  /** Returns the containers that meet all of some conditions. */
  public static List<ContainerRecord> list(StoreState state, List<ContainerFilter> filters) {
    Stream<ContainerRecord> containers = state.containers();
    for (ContainerFilter filter : filters) {
      Predicate<ContainerRecord> condition = filter.in(state);
      containers = containers.filter(condition);
    }
    return containers.sorted(ORDER).toList();
  }
}
