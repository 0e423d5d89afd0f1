package dev.lamina.engine;

import dev.lamina.PruneOption;
import dev.lamina.PruneReport;
import dev.lamina.Reference;
import dev.lamina.Removal;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemovalPlan;
import dev.lamina.RemoveOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Removes images: plans by the pure planner, executes what it says, and lets go of what nobody
 * needs.
 */
final class Removals {
  @SuppressWarnings("unused")
  private final Parts parts;

  Removals(Parts parts) {
    this.parts = parts;
  }

  RemovalPlan plan(String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    return Unfinished.verb();
  }

  Removal remove(String argument, Optional<Reference> exact, Set<RemoveOption> options) {
    return Unfinished.verb();
  }

  List<RemovalOutcome> removeEach(Collection<String> arguments, Set<RemoveOption> options) {
    return Unfinished.verb();
  }

  Removal remove(RemovalPlan plan) {
    return Unfinished.verb();
  }

  PruneReport planPrune(List<PruneOption> options) {
    return Unfinished.verb();
  }

  PruneReport prune(List<PruneOption> options) {
    return Unfinished.verb();
  }
}
