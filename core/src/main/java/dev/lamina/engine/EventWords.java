package dev.lamina.engine;

import dev.lamina.StoreEvent;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.EventRecord;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Translates between events and the words by which the catalogue remembers them. */
final class EventWords {
  private EventWords() {}

  /** Returns the word for an action: not the engine's, which has one for two of them. */
  static String of(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  /** Returns an event, unless it is of a kind that only a newer version knows. */
  static Optional<StoreEvent> event(EventRecord record) {
    return action(record.action())
        .map(
            action ->
                new StoreEvent(
                    record.number(),
                    record.time(),
                    action,
                    record.actor(),
                    record.attributes(),
                    action(record.cause()).orElse(action)));
  }

  private static Optional<Action> action(String word) {
    return Arrays.stream(Action.values()).filter(action -> of(action).equals(word)).findFirst();
  }
}
