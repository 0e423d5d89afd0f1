package dev.lamina.faults;

import dev.lamina.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Something that is done to a store, or to one that is closed.
 *
 * @param name what the table calls it
 * @param preparation makes the store that it is done to
 * @param leftovers what is in the directory besides
 * @param action does it
 * @param isOfClosedStore whether the store is closed then
 * @param between whether something between the state before and the one after is all right
 */
public record Operation(
    String name,
    Action preparation,
    UnaryOperator<FileTree> leftovers,
    ClosedAction action,
    boolean isOfClosedStore,
    Between between) {
  /** Does something to an open store. */
  @FunctionalInterface
  public interface Action {
    void on(ImageStore store) throws IOException;
  }

  /** Does something to a store's directory; the store is null if it is to be closed. */
  @FunctionalInterface
  public interface ClosedAction {
    void on(Trial trial, Path root, ImageStore store) throws IOException;
  }

  /** Judges a state. */
  @FunctionalInterface
  public interface Between {
    boolean allows(Seen state);
  }

  /** Something that is done to an open store. */
  public static Operation of(String name, Action preparation, Action action) {
    return new Operation(
        name,
        preparation,
        UnaryOperator.identity(),
        (trial, root, store) -> action.on(store),
        false,
        state -> false);
  }

  /** Something that is done to a closed store. */
  public static Operation ofClosed(String name, Action preparation, ClosedAction action) {
    return new Operation(name, preparation, UnaryOperator.identity(), action, true, state -> false);
  }

  /** Returns the operation on a store with more files. */
  Operation withLeftovers(UnaryOperator<FileTree> files) {
    return new Operation(name, preparation, files, action, isOfClosedStore, between);
  }

  /** Returns the operation, of which a part may be done as well. */
  Operation allowing(Between states) {
    return new Operation(name, preparation, leftovers, action, isOfClosedStore, states);
  }
}
