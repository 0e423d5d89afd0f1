package dev.lamina.engine;

import dev.lamina.StoreEvent;
import dev.lamina.StoreEventListener;
import dev.lamina.Subscription;
import java.time.Instant;
import java.util.List;

/** Tells listeners what happens, and remembers it. */
final class EventFeed {
  @SuppressWarnings("unused")
  private final Parts parts;

  EventFeed(Parts parts) {
    this.parts = parts;
  }

  Subscription subscribe(StoreEventListener listener) {
    return Unfinished.verb();
  }

  List<StoreEvent> since(Instant time) {
    return Unfinished.verb();
  }

  void close() {}
}
