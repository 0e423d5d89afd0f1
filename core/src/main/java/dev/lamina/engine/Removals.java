package dev.lamina.engine;

import dev.lamina.ImageInUseException;
import dev.lamina.ImageNotFoundException;
import dev.lamina.InvalidReferenceException;
import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Reference;
import dev.lamina.Removal;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveOption;
import dev.lamina.StaleStateException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.Decision;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.lifecycle.Effect;
import dev.lamina.internal.lifecycle.PlannedEvent;
import dev.lamina.internal.lifecycle.PlannedPrune;
import dev.lamina.internal.lifecycle.PlannedRemoval;
import dev.lamina.internal.lifecycle.PrunePlanner;
import dev.lamina.internal.lifecycle.RemovalPlanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Removes images: as the pure planner says, in one transaction, and then what nobody needs. */
final class Removals {
  private final Parts parts;

  Removals(Parts parts) {
    this.parts = parts;
  }

  RemovalPlan plan(String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    return RemovalPlanner.plan(parts.lapses().state(), argument, exact, options);
  }

  Removal remove(String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    PlannedRemoval done =
        execute(
            Action.DELETE,
            state -> unlessRefused(RemovalPlanner.prepare(state, argument, exact, options)),
            PlannedRemoval::effect);
    return new Removal(done.plan().steps());
  }

  private static PlannedRemoval unlessRefused(PlannedRemoval planned) {
    Optional<ImageInUseException> refusal = planned.plan().refusal();
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    return planned;
  }

  Removal remove(RemovalPlan plan) {
    plan.refusal()
        .ifPresent(
            refusal -> {
              throw refusal;
            });
    PlannedRemoval done =
        execute(Action.DELETE, state -> asPlanned(state, plan), PlannedRemoval::effect);
    return new Removal(done.plan().steps());
  }

  private static PlannedRemoval asPlanned(StoreState state, RemovalPlan plan) {
    PlannedRemoval now;
    try {
      now = RemovalPlanner.prepare(state, plan.argument(), plan.exact(), plan.options());
    } catch (ImageNotFoundException e) {
      throw new StaleStateException(plan.argument() + " is not there any more: plan again");
    }
    if (!now.plan().isPossible() || !now.plan().steps().equals(plan.steps())) {
      throw new StaleStateException(
          "the store has changed since the removal of "
              + plan.argument()
              + " was planned: plan again");
    }
    return now;
  }

  List<RemovalOutcome> removeEach(Collection<String> arguments, Set<RemoveOption> options) {
    List<RemovalOutcome> outcomes = new ArrayList<>();
    for (String argument : arguments) {
      outcomes.add(outcome(argument, options));
    }
    return List.copyOf(outcomes);
  }

  private RemovalOutcome outcome(String argument, Set<RemoveOption> options) {
    try {
      Removal removal = remove(argument, Optional.empty(), options);
      return new RemovalOutcome(argument, Optional.of(removal), Optional.empty());
    } catch (ImageNotFoundException | ImageInUseException | InvalidReferenceException e) {
      return new RemovalOutcome(argument, Optional.empty(), Optional.of(e));
    }
  }

  PruneReport planPrune(List<PruneOption> options) {
    return prepare(parts.lapses().state(), options).report();
  }

  PruneReport prune(List<PruneOption> options) {
    return execute(Action.PRUNE, state -> prepare(state, options), PlannedPrune::effect).report();
  }

  private PlannedPrune prepare(StoreState state, List<PruneOption> options) {
    return PrunePlanner.plan(state, options, parts.clock().instant(), parts.lastUsed()::of);
  }

  /** Changes the store as planned from the state of that moment; then deletes what is garbage. */
  private <T> T execute(
      Action cause, Function<StoreState, T> planner, Function<T, Effect> toEffect) {
    StoreState unused = parts.lapses().state();
    T done =
        parts
            .catalog()
            .decide(
                state -> {
                  T planned = planner.apply(state);
                  return new Decision<>(
                      transaction(state, cause, toEffect.apply(planned)), planned);
                });
    Effect effect = toEffect.apply(done);
    parts.garbage().collect(effect.garbage());
    effect.deleted().forEach(image -> parts.lastUsed().forget(image.id()));
    return done;
  }

  private Transaction transaction(StoreState state, Action cause, Effect effect) {
    EventDraft events = new EventDraft(state, parts.clock(), cause);
    for (PlannedEvent event : effect.events()) {
      event
          .untagged()
          .ifPresentOrElse(
              name -> events.reference(Action.UNTAG, event.image(), name),
              () -> events.deleted(event.image()));
    }
    if (cause == Action.PRUNE) {
      long reclaimed = new Removal(effect.steps()).freedBytes();
      events.add(Action.PRUNE, "", Map.of("reclaimed", Long.toString(reclaimed)));
    }
    List<Change> changes = new ArrayList<>(effect.changes());
    changes.addAll(events.changes());
    return new Transaction(changes);
  }
}
