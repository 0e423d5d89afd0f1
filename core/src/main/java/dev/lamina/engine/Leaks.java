package dev.lamina.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is open, and where it was opened: if nobody has closed it before its store, that is told. As
 * noting the place takes longer than some mounts do, it is only noted when the logger {@code
 * dev.lamina.leaks} logs {@code DEBUG}. Safe for use by several threads.
 */
final class Leaks<T> {
  private static final String ADVICE =
      "; have the logger dev.lamina.leaks log DEBUG to see where it was opened";

  /** Looked for when something is opened first, and kept: each that is opened asks it. */
  private static final class Log {
    static final Logger LEAKS = System.getLogger("dev.lamina.leaks");

    private Log() {}
  }

  private final Map<T, Optional<Throwable>> open = new ConcurrentHashMap<>();

  void opened(T resource) {
    boolean isNoted = Log.LEAKS.isLoggable(Level.DEBUG);
    open.put(
        resource, isNoted ? Optional.of(new Throwable("it was opened here")) : Optional.empty());
  }

  void closed(T resource) {
    open.remove(resource);
  }

  /** Returns what is open. */
  List<T> open() {
    return List.copyOf(open.keySet());
  }

  /** Tells of all that is open. */
  void tell() {
    open.forEach(Leaks::tell);
  }

  private static <T> void tell(T resource, Optional<Throwable> place) {
    String message = resource + " is closed now, as its store is";
    if (place.isPresent()) {
      Log.LEAKS.log(Level.WARNING, message, place.get());
    } else {
      Log.LEAKS.log(Level.WARNING, message + ADVICE);
    }
  }
}
