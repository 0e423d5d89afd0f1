package dev.lamina.internal.lifecycle;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.InvalidFilterException;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.StoreState;
import java.util.List;
import java.util.function.Predicate;

/** A condition on containers, such as {@code status=exited}. Immutable. */
public interface ContainerFilter {
  /**
   * Returns the condition in one state.
   *
   * @throws ContainerNotFoundException if it names a container that is not there
   */
  Predicate<ContainerRecord> in(StoreState state);

  /**
   * Parses filters in the engine's own form, which a container has to meet all: one for each key,
   * of which any value will do, but for labels, of which each is one.
   *
   * @throws InvalidFilterException if one is none; the message is the engine's
   */
  static List<ContainerFilter> parseAll(List<String> texts) {
    return ContainerFilterParser.parseAll(texts);
  }
}
