package dev.lamina.internal.catalog;

import java.util.List;

/**
 * What has changed behind a place of the journal.
 *
 * @param changes the steps, in their order
 * @param end the place behind them
 */
public record ChangesSince(List<Change> changes, JournalPlace end) {
  /** Copies the list. */
  public ChangesSince {
    changes = List.copyOf(changes);
  }
}
