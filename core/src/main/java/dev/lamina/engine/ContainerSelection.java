package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerStatus;
import dev.lamina.Containers;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.lifecycle.ContainerFilter;
import dev.lamina.internal.lifecycle.ContainerFilters;
import dev.lamina.internal.lifecycle.ContainerListing;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The containers of a store, listed from the state of the moment. */
final class ContainerSelection implements Containers {
  private final Supplier<StoreState> states;
  private final List<ContainerFilter> filters;

  ContainerSelection(Supplier<StoreState> states) {
    this(states, List.of());
  }

  private ContainerSelection(Supplier<StoreState> states, List<ContainerFilter> filters) {
    this.states = states;
    this.filters = filters;
  }

  private Containers and(List<ContainerFilter> more) {
    return new ContainerSelection(states, Stream.concat(filters.stream(), more.stream()).toList());
  }

  @Override
  public Containers running() {
    return and(List.of(ContainerFilters.running()));
  }

  @Override
  public Containers status(ContainerStatus... statuses) {
    return and(
        List.of(
            ContainerFilters.status(
                Stream.of(statuses)
                    .map(ContainerStatus::toString)
                    .collect(Collectors.toUnmodifiableSet()))));
  }

  @Override
  public Containers ancestor(String nameOrId) {
    return and(List.of(ContainerFilters.ancestors(List.of(nameOrId))));
  }

  @Override
  public Containers filter(String... texts) {
    return and(ContainerFilter.parseAll(List.of(texts)));
  }

  @Override
  public List<Container> list() {
    return records().stream().map(ContainerReader::container).toList();
  }

  @Override
  public Optional<Container> first() {
    return records().stream().findFirst().map(ContainerReader::container);
  }

  @Override
  public int count() {
    return records().size();
  }

  private List<ContainerRecord> records() {
    return ContainerListing.list(states.get(), filters);
  }
}
