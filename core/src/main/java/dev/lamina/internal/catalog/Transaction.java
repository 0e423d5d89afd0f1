package dev.lamina.internal.catalog;

import java.util.List;

/**
 * Changes that happen together or not at all.
 *
 * @param changes the steps, in their order
 */
public record Transaction(List<Change> changes) {
  /** Makes a transaction with a copy of the list. */
  public Transaction {
    changes = List.copyOf(changes);
  }

  /** Returns a transaction of these changes; of none, it leaves everything as it is. */
  public static Transaction of(Change... changes) {
    return new Transaction(List.of(changes));
  }

  /** Returns whether there is nothing to do. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /**
   * Returns whether no image, name or container is there afterwards that was not there before: a
   * removal, which may leave fewer forms of a layer.
   */
  boolean onlyTakesAway() {
    return changes.stream().noneMatch(Transaction::adds);
  }

  private static boolean adds(Change change) {
    return change instanceof Change.PutImage
        || change instanceof Change.PutReference
        || change instanceof Change.PutContainer;
  }
}
