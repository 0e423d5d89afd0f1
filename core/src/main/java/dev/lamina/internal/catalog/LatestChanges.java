package dev.lamina.internal.catalog;

import java.util.List;

/**
 * The last transactions, and the states that they made one after the other.
 *
 * @param base the state before them
 * @param baseEnd where the journal ends without them
 * @param transactions the transactions, the oldest first
 */
public record LatestChanges(StoreState base, long baseEnd, List<Made> transactions) {
  /** Copies the list. */
  public LatestChanges {
    transactions = List.copyOf(transactions);
  }

  /**
   * A transaction.
   *
   * @param changes its steps
   * @param after the state that it made
   * @param end where its line ends in the journal
   */
  public record Made(List<Change> changes, StoreState after, long end) {}

  /** Returns the place behind them. */
  JournalPlace end() {
    long offset =
        transactions.isEmpty() ? baseEnd : transactions.get(transactions.size() - 1).end();
    return new JournalPlace(last().sequence(), offset);
  }

  /** Returns the last state. */
  public StoreState last() {
    return transactions.isEmpty() ? base : transactions.get(transactions.size() - 1).after();
  }
}
