package dev.lamina.engine;

import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Transaction;
import dev.lamina.internal.io.Loggers;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Tells of what changes nothing in a store, as far as it can be told. */
final class Notices {
  private Notices() {}

  /** Tells; what was done is done, also if the store can only be read. */
  static void tell(Parts parts, Action cause, Consumer<EventDraft> events) {
    try {
      parts
          .catalog()
          .commit(
              state -> {
                EventDraft draft = new EventDraft(state, parts.clock(), cause);
                events.accept(draft);
                return new Transaction(draft.changes());
              });
    } catch (OperationCancelledException e) {
      Thread.currentThread().interrupt();
    } catch (ImageStoreException e) {
      Loggers.of(Notices.class).log(Level.DEBUG, "nobody is told of a " + cause, e);
    }
  }
}
