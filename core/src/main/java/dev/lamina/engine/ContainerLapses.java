package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.io.Loggers;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ends the containers that ran on a lease which nobody holds any more. */
final class ContainerLapses {
  /** What a container has ended with if nobody could say: as if it was killed. */
  static final int EXIT_CODE = 137;

  private final Catalog catalog;
  private final LeaseHolders leases;
  private final Clock clock;

  ContainerLapses(Catalog catalog, LeaseHolders leases, Clock clock) {
    this.catalog = catalog;
    this.leases = leases;
    this.clock = clock;
  }

  /**
   * Returns the state of this moment, in which only those containers run that really do. Where that
   * cannot be written down, as in a store that can only be read, it is shown nevertheless.
   */
  StoreState state() {
    StoreState state = catalog.state();
    return lapsed(state).isEmpty() ? state : settled(state);
  }

  private StoreState settled(StoreState state) {
    try {
      return catalog.commit(this::endings);
    } catch (OperationCancelledException | CorruptStoreException e) {
      throw e;
    } catch (ImageStoreException e) {
      Loggers.of(ContainerLapses.class).log(Level.DEBUG, "the end of containers is not noted", e);
      return state.apply(endings(state));
    }
  }

  private Transaction endings(StoreState state) {
    EventDraft events = new EventDraft(state, clock, Action.DIE);
    List<Change> changes = new ArrayList<>();
    for (ContainerRecord container : lapsed(state)) {
      ContainerRecord ended = container.exited(clock.instant(), EXIT_CODE);
      changes.add(new Change.PutContainer(ended));
      events.container(Action.DIE, ended, Map.of("exitCode", String.valueOf(EXIT_CODE)));
    }
    changes.addAll(events.changes());
    return new Transaction(changes);
  }

  private List<ContainerRecord> lapsed(StoreState state) {
    return state
        .containers()
        .filter(ContainerRecord::isRunning)
        .filter(container -> !container.lease().isEmpty())
        .filter(container -> !leases.isHeld(container.lease()))
        .toList();
  }
}
