package dev.lamina;

/** A listener's connection to a store, which ends when it or the store is closed. */
public interface Subscription extends AutoCloseable {
  /** Ends it; the listener is not called any more when this returns. Once more does nothing. */
  @Override
  void close();
}
