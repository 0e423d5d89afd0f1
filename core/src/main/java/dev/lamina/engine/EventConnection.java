package dev.lamina.engine;

import dev.lamina.StoreEvent;
import dev.lamina.StoreEventListener;
import dev.lamina.Subscription;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Loggers;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;

/** One listener, and how far it has been told. */
final class EventConnection implements Subscription {
  private final StoreEventListener listener;
  private final EventFeed feed;
  // Held while the listener is called, so that who closes can wait; a listener may close itself.
  private final ReentrantLock calling = new ReentrantLock();
  private volatile boolean isClosed;
  private long next;

  /**
   * Makes a connection.
   *
   * @param next the number of the first event to tell
   */
  EventConnection(StoreEventListener listener, EventFeed feed, long next) {
    this.listener = listener;
    this.feed = feed;
    this.next = next;
  }

  /** Tells what is new in a state, which is no older than that of the call before. */
  void tell(StoreState state) {
    // A change that could not be made durable may have been seen, and its numbers come again.
    next = Math.min(next, state.lastEvent() + 1);
    state
        .eventsFrom(next)
        .takeWhile(event -> !isClosed)
        .forEach(
            record -> {
              next = record.number() + 1;
              EventWords.event(record).ifPresent(this::tell);
            });
  }

  // Whatever a listener throws, of whatever type, is its own affair, and so is an interrupt.
  private void tell(StoreEvent event) {
    calling.lock();
    try {
      if (!isClosed) {
        listener.on(event);
      }
    } catch (Throwable e) {
      Loggers.of(EventConnection.class)
          .log(Level.WARNING, "a listener failed at event " + event.number() + "; it goes on", e);
    } finally {
      boolean unused = Thread.interrupted();
      calling.unlock();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    calling.lock(); // Waits for a call that is under way, unless this is in it.
    try {
      feed.remove(this);
    } finally {
      calling.unlock();
    }
  }
}
