package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerInUseException;
import dev.lamina.RemoveContainerOption;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.ContainerRemoval;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Removes containers, and lets go of what they alone held. */
final class ContainerRemover {
  private final Catalog catalog;
  private final ContainerLapses lapses;
  private final Clock clock;
  private final Consumer<ContainerRemoval> garbage;

  /**
   * Makes a remover.
   *
   * @param garbage deletes the files of what a removal has freed, once the removal is durable
   */
  ContainerRemover(
      Catalog catalog, ContainerLapses lapses, Clock clock, Consumer<ContainerRemoval> garbage) {
    this.catalog = catalog;
    this.lapses = lapses;
    this.clock = clock;
    this.garbage = garbage;
  }

  /** A container as it was, and what went with it. */
  private record Removed(Container container, ContainerRemoval removal) {}

  Container remove(String nameOrId, Set<RemoveContainerOption> options) {
    StoreState unused = lapses.state();
    boolean force = options.contains(RemoveContainerOption.FORCE);
    Removed removed = catalog.decide(state -> decision(state, nameOrId, force));
    garbage.accept(removed.removal());
    return removed.container();
  }

  private Decision<Removed> decision(StoreState state, String nameOrId, boolean force) {
    ContainerRecord record = ContainerChanges.resolve(state, nameOrId);
    Container container = ContainerReader.container(record);
    EventDraft events = new EventDraft(state, clock, Action.DESTROY);
    if (record.isRunning()) {
      if (!force) {
        throw new ContainerInUseException(container, refusal(record));
      }
      String exitCode = String.valueOf(ContainerLapses.EXIT_CODE);
      events.container(Action.DIE, record, Map.of("exitCode", exitCode));
    }
    events.container(Action.DESTROY, record, Map.of());
    ContainerRemoval removal = ContainerRemoval.plan(state, record);
    List<Change> changes = new ArrayList<>(removal.changes());
    changes.addAll(events.changes());
    return new Decision<>(new Transaction(changes), new Removed(container, removal));
  }

  private static String refusal(ContainerRecord container) {
    String what = "You cannot remove a " + container.status() + " container " + container.id();
    return container.status().equals(ContainerRecord.PAUSED)
        ? what + ". Unpause and then stop the container before attempting removal or force remove"
        : what + ". Stop the container before attempting removal or force remove";
  }
}
