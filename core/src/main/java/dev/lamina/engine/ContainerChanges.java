package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerNotFoundException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.ContainerResolver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Changes one container at a time, together with the events that tell of it. */
final class ContainerChanges {
  private final Catalog catalog;
  private final ContainerLapses lapses;
  private final Clock clock;

  ContainerChanges(Catalog catalog, ContainerLapses lapses, Clock clock) {
    this.catalog = catalog;
    this.lapses = lapses;
    this.clock = clock;
  }

  /** What is to become of a container: the same record if nothing is. */
  interface Step {
    ContainerRecord after(StoreState state, ContainerRecord before, EventDraft events);
  }

  /** Returns the container that a text means. */
  static ContainerRecord resolve(StoreState state, String nameOrId) {
    return ContainerResolver.resolve(state, nameOrId)
        .orElseThrow(() -> new ContainerNotFoundException(nameOrId));
  }

  /** Changes a container, and returns it as it is then. */
  Container change(String nameOrId, Action cause, Step step) {
    StoreState unused = lapses.state();
    return catalog.decide(state -> decision(state, nameOrId, cause, step));
  }

  private Decision<Container> decision(StoreState state, String nameOrId, Action cause, Step step) {
    ContainerRecord before = resolve(state, nameOrId);
    EventDraft events = new EventDraft(state, clock, cause);
    ContainerRecord after = step.after(state, before, events);
    List<Change> changes = new ArrayList<>();
    if (!after.equals(before)) {
      changes.add(new Change.PutContainer(after));
      changes.addAll(events.changes());
    }
    return new Decision<>(new Transaction(changes), ContainerReader.container(after));
  }
}
