package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.Filter;
import dev.lamina.InvalidFilterException;
import dev.lamina.PruneOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a prune is to take, by the filters that engines take for it. */
final class PruneFilters {
  private static final Set<String> KEYS = Set.of("dangling", "label", "label!", "until");

  private PruneFilters() {}

  /**
   * Returns the options.
   *
   * @param all whether to take every image that no container uses
   * @throws InvalidFilterException if a filter is none; the message is the engine's
   */
  static PruneOption[] of(boolean all, List<String> filters) {
    List<PruneOption> options = new ArrayList<>();
    for (String filter : filters) {
      String key = filter.substring(0, filter.indexOf('='));
      if (!KEYS.contains(key)) {
        throw new InvalidFilterException("Invalid filter '" + key + "'");
      }
      options.add(Filter.parse(filter));
    }
    if (all) {
      options.add(PruneOption.ALL_UNUSED);
    }
    return options.toArray(PruneOption[]::new);
  }

  /** Returns whether an option lets a container that has ended go, too. */
  static boolean takes(PruneOption option, Container container, Instant now) {
    if (option instanceof Filter.Not not) {
      return !takes(not.filter(), container, now);
    }
    if (option instanceof Filter.Labelled label) {
      String value = container.config().labels().get(label.key());
      return value != null && label.value().map(value::equals).orElse(true);
    }
    if (option instanceof Filter.Until until) {
      return container.created().isBefore(until.time());
    }
    return !(option instanceof Filter.OlderThan older)
        || container.created().isBefore(now.minus(older.age()));
  }
}
