package dev.lamina.internal.lifecycle;

import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.Optional;

/**
 * Which container a text means, as the engine resolves what a user types: a full ID, else a name,
 * with a slash or without, else the beginning of an ID, which must be unique.
 */
public final class ContainerResolver {
  private ContainerResolver() {}

  /** Resolves a text. */
  public static Optional<ContainerRecord> resolve(StoreState state, String text) {
    return state
        .container(text)
        .or(() -> state.containerNamed(ContainerNameRule.withoutSlash(text)))
        .or(() -> byPrefix(state, text));
  }

  /** Resolves the beginning of an ID. */
  static Optional<ContainerRecord> byPrefix(StoreState state, String prefix) {
    List<ContainerRecord> found =
        prefix.isEmpty() ? List.of() : state.containersWithPrefix(prefix).limit(2).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
