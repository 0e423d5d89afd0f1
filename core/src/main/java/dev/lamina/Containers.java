package dev.lamina;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A selection of a store's containers: immutable, computed anew from one consistent state of the
 * store whenever it is asked. Each condition narrows it. Newest first; those of one instant by ID.
 */
public interface Containers extends Iterable<Container> {
  /** Selects those that run; a paused one does. */
  Containers running();

  /** Selects those of any of these states. */
  Containers status(ContainerStatus... states);

  /** Selects those made from this image, or from one made from it: none, if it is not there. */
  Containers ancestor(String nameOrId);

  /**
   * Selects by the engine's own filters, such as {@code ancestor=app}, {@code status=exited},
   * {@code name=web}, {@code id=4e50}, {@code label=k=v}, {@code before=c1}, {@code since=c1} or
   * {@code exited=1}. Of one key, any value will do, but for labels, of which all must be there.
   *
   * @throws InvalidFilterException if one is none; the message is the engine's
   */
  Containers filter(String... filters);

  /**
   * Returns the containers.
   *
   * @throws ContainerNotFoundException if one that a filter names is not there
   */
  List<Container> list();

  /** Returns {@link #list()} as a stream. */
  default Stream<Container> stream() {
    return list().stream();
  }

  /** Returns the first of {@link #list()}. */
  default Optional<Container> first() {
    return stream().findFirst();
  }

  /** Returns how many containers {@link #list()} has. */
  default int count() {
    return list().size();
  }

  /** Iterates over {@link #list()}. */
  @Override
  default Iterator<Container> iterator() {
    return list().iterator();
  }
}
