package dev.lamina.engine;

import dev.lamina.Container;
import dev.lamina.ContainerInUseException;
import dev.lamina.RemoveContainerOption;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.Effect;
import dev.lamina.internal.lifecycle.RemovalPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes containers, and lets go of what they alone held. */
final class ContainerRemover {
  private final Parts parts;

  ContainerRemover(Parts parts) {
    this.parts = parts;
  }

  /** A container as it was, and what went with it. */
  private record Removed(Container container, Effect effect) {}

  Container remove(String nameOrId, Set<RemoveContainerOption> options) {
    StoreState unused = parts.lapses().state();
    boolean force = options.contains(RemoveContainerOption.FORCE);
    Removed removed = parts.catalog().decide(state -> decision(state, nameOrId, force));
    parts.trees().delete(removed.container().id().hex());
    parts.garbage().collect(removed.effect().garbage());
    return removed.container();
  }

  private Decision<Removed> decision(StoreState state, String nameOrId, boolean force) {
    ContainerRecord record = ContainerChanges.resolve(state, nameOrId);
    Container container = ContainerReader.container(record);
    EventDraft events = new EventDraft(state, parts.clock(), Action.DESTROY);
    if (record.isRunning()) {
      if (!force) {
        throw new ContainerInUseException(container, refusal(record));
      }
      String exitCode = String.valueOf(ContainerLapses.EXIT_CODE);
      events.container(Action.DIE, record, Map.of("exitCode", exitCode));
    }
    events.container(Action.DESTROY, record, Map.of());
    Effect effect = RemovalPlanner.removeContainer(state, record);
    List<Change> changes = new ArrayList<>(effect.changes());
    changes.addAll(events.changes());
    return new Decision<>(new Transaction(changes), new Removed(container, effect));
  }

  private static String refusal(ContainerRecord container) {
    String what = "You cannot remove a " + container.status() + " container " + container.id();
    return container.status().equals(ContainerRecord.PAUSED)
        ? what + ". Unpause and then stop the container before attempting removal or force remove"
        : what + ". Stop the container before attempting removal or force remove";
  }
}
