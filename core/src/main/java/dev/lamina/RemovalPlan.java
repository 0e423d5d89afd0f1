package dev.lamina;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a removal would do, or why it would be refused. Immutable; it does nothing until {@link
 * ImageStore#remove(RemovalPlan)}, and is refused there if by then it would do something else.
 *
 * @param argument what was asked to be removed, as it was typed
 * @param exact what exactly that is, if a {@link Reference} was given and no text
 * @param options how
 * @param steps what would be done, in the engine's order; nothing if it would be refused
 * @param refusal why it would be refused
 */
public record RemovalPlan(
    String argument,
    Optional<Reference> exact,
    Set<RemoveOption> options,
    List<RemovalStep> steps,
    Optional<ImageInUseException> refusal) {
  /** Copies the collections. */
  public RemovalPlan {
    options = Set.copyOf(options);
    steps = List.copyOf(steps);
  }

  /** Returns whether the removal would be done. */
  public boolean isPossible() {
    return refusal.isEmpty();
  }

  /** Returns the bytes in the files of the layers that would be released. */
  public long freedBytes() {
    return new Removal(steps).freedBytes();
  }
}
