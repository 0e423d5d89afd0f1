package dev.lamina.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.Container;
import dev.lamina.ContainerInUseException;
import dev.lamina.Lease;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.ContainerRecord;
import java.time.Clock;
import java.util.Map;

/** Notes what containers do: start, pause, go on, stop. */
final class ContainerStates {
  private final ContainerChanges changes;
  private final LeaseHolders leases;
  private final Clock clock;

  ContainerStates(ContainerChanges changes, LeaseHolders leases, Clock clock) {
    this.changes = changes;
    this.leases = leases;
    this.clock = clock;
  }

  @CanIgnoreReturnValue
  Container start(String nameOrId) {
    return changes.change(
        nameOrId,
        Action.START,
        (state, before, events) ->
            before.status().equals(ContainerRecord.RUNNING) ? before : started(before, "", events));
  }

  @CanIgnoreReturnValue
  Container start(String nameOrId, Lease lease) {
    String leaseId = leases.idOf(lease);
    if (!leases.isHeld(leaseId)) {
      throw new IllegalArgumentException(
          "the lease has been closed, so nothing can run on it; take another one");
    }
    return changes.change(
        nameOrId,
        Action.START,
        (state, before, events) -> {
          if (before.status().equals(ContainerRecord.RUNNING)) {
            throw refused(before, "Container " + before.id() + " is already running");
          }
          return started(before, leaseId, events);
        });
  }

  private ContainerRecord started(ContainerRecord before, String leaseId, EventDraft events) {
    if (before.status().equals(ContainerRecord.PAUSED)) {
      throw refused(before, "cannot start a paused container, try unpause instead");
    }
    events.container(Action.START, before, Map.of());
    return before.started(clock.instant(), leaseId);
  }

  @CanIgnoreReturnValue
  Container pause(String nameOrId) {
    return changes.change(
        nameOrId,
        Action.PAUSE,
        (state, before, events) -> {
          if (!before.isRunning()) {
            throw refused(before, "Container " + before.id() + " is not running");
          }
          if (before.status().equals(ContainerRecord.PAUSED)) {
            throw refused(before, "Container " + before.id() + " is already paused");
          }
          events.container(Action.PAUSE, before, Map.of());
          return before.withStatus(ContainerRecord.PAUSED);
        });
  }

  @CanIgnoreReturnValue
  Container unpause(String nameOrId) {
    return changes.change(
        nameOrId,
        Action.UNPAUSE,
        (state, before, events) -> {
          if (!before.status().equals(ContainerRecord.PAUSED)) {
            throw refused(before, "Container " + before.id() + " is not paused");
          }
          events.container(Action.UNPAUSE, before, Map.of());
          return before.withStatus(ContainerRecord.RUNNING);
        });
  }

  @CanIgnoreReturnValue
  Container stop(String nameOrId, int exitCode) {
    return changes.change(
        nameOrId,
        Action.STOP,
        (state, before, events) -> {
          if (!before.isRunning()) {
            return before;
          }
          events.container(Action.DIE, before, Map.of("exitCode", String.valueOf(exitCode)));
          events.container(Action.STOP, before, Map.of());
          return before.exited(clock.instant(), exitCode);
        });
  }

  private static ContainerInUseException refused(ContainerRecord container, String message) {
    return new ContainerInUseException(ContainerReader.container(container), message);
  }
}
