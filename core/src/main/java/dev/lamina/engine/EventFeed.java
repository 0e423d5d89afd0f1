package dev.lamina.engine;

import dev.lamina.StoreEvent;
import dev.lamina.StoreEventListener;
import dev.lamina.Subscription;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.io.Loggers;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happens, in whatever process: one thread looks at the catalogue as long as
 * somebody listens, at once when this store has changed it, and now and then for the others.
 *
 * <p>A look reads two lines of the journal if nothing has happened. A watch of its directory would
 * not replace that: there is none in memory, none of what another machine does on a shared file
 * system, and on some systems it looks itself, but every few seconds.
 */
final class EventFeed {
  private static final long LOOK_NANOS = 100_000_000;

  private final Catalog catalog;
  private final List<EventConnection> connections = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Thread thread;
  private boolean isChanged;
  private boolean isClosed;
  private boolean isFailing;

  EventFeed(Catalog catalog) {
    this.catalog = catalog;
    catalog.onCommit(this::signal);
  }

  Subscription subscribe(StoreEventListener listener) {
    EventConnection connection =
        new EventConnection(listener, this, catalog.state().lastEvent() + 1);
    lock.lock();
    try {
      if (isClosed) {
        throw new IllegalStateException("the store is closed");
      }
      connections.add(connection);
      if (thread == null) {
        thread = new Thread(null, this::run, "lamina-events", 0, false);
        thread.setDaemon(true);
        thread.start();
      }
    } finally {
      lock.unlock();
    }
    return connection;
  }

  /** Returns the remembered events that happened at a time or later. */
  List<StoreEvent> since(Instant time) {
    return catalog
        .state()
        .eventsFrom(0)
        .filter(event -> !event.time().isBefore(time))
        .flatMap(event -> EventWords.event(event).stream())
        .toList();
  }

  void remove(EventConnection connection) {
    if (connections.remove(connection)) {
      signal();
    }
  }

  private void signal() {
    lock.lock();
    try {
      isChanged = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitTurn()) {
      look();
    }
  }

  /** Waits for a change of this store, or a while; returns whether anybody still listens. */
  private boolean awaitTurn() {
    lock.lock();
    try {
      long nanos = LOOK_NANOS;
      while (!isChanged && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      isChanged = false;
    } catch (InterruptedException e) {
      // Nobody has a reason to: it is only a look too early.
    } finally {
      lock.unlock();
    }
    return isWanted();
  }

  private boolean isWanted() {
    lock.lock();
    try {
      if (connections.isEmpty()) {
        thread = null;
      }
      return thread != null;
    } finally {
      lock.unlock();
    }
  }

  // Who has subscribed before the state was read has heard of nothing that is older.
  private void look() {
    List<EventConnection> listening = List.copyOf(connections);
    read().ifPresent(state -> listening.forEach(connection -> connection.tell(state)));
  }

  /** Reads the state; a failure is told once, and the next look may do better. */
  private Optional<StoreState> read() {
    try {
      StoreState state = catalog.state();
      isFailing = false;
      return Optional.of(state);
    } catch (RuntimeException e) {
      if (!isFailing && !connections.isEmpty()) {
        Loggers.of(EventFeed.class).log(Level.WARNING, "cannot look for events; trying again", e);
      }
      isFailing = true;
      return Optional.empty();
    }
  }

  /** Ends all connections; nothing reads the catalogue any more when it returns. */
  void close() {
    Thread last;
    lock.lock();
    try {
      isClosed = true;
      last = thread;
    } finally {
      lock.unlock();
    }
    connections.forEach(EventConnection::close);
    if (last != null && last != Thread.currentThread()) {
      awaitEnd(last);
    }
  }

  private static void awaitEnd(Thread thread) {
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
