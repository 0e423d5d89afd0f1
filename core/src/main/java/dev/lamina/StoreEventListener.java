package dev.lamina;

/** Who is told of what happens in a store. */
@FunctionalInterface
public interface StoreEventListener {
  /** Tells of an event, after those before it; called by one thread at a time. */
  void on(StoreEvent event);
}
