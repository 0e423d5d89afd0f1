package dev.lamina.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedFileSystemException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Whether a file system is open, and what is open in it. Where that was opened is only noted when
 * the logger {@code dev.lamina.leaks} logs {@code DEBUG}, which tells of it when the file system is
 * closed before. Safe for use by several threads.
 */
final class OpenResources {
  private static final Logger LOG = System.getLogger("dev.lamina.leaks");

  private final Map<Closeable, Optional<Throwable>> open = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  boolean isOpen() {
    return !closed.get();
  }

  void checkOpen() {
    if (closed.get()) {
      throw new ClosedFileSystemException();
    }
  }

  int size() {
    return open.size();
  }

  /**
   * Takes a resource in, to be closed with the file system.
   *
   * @throws ClosedFileSystemException if the file system is closed; the resource is closed then
   */
  <C extends Closeable> C register(C resource) throws IOException {
    boolean isNoted = LOG.isLoggable(Level.DEBUG);
    open.put(resource, isNoted ? Optional.of(new Throwable("opened here")) : Optional.empty());
    // Looked at after adding: either this sees the end, or the closing thread sees the resource.
    if (closed.get()) {
      open.remove(resource);
      resource.close();
      throw new ClosedFileSystemException();
    }
    return resource;
  }

  void unregister(Closeable resource) {
    open.remove(resource);
  }

  /**
   * Ends the file system and closes all that is open, and then the last resource.
   *
   * @throws IOException if something cannot be closed; the rest is closed nevertheless
   */
  void close(Closeable last) throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    IOException failure = null;
    for (Map.Entry<Closeable, Optional<Throwable>> left : open.entrySet()) {
      left.getValue()
          .ifPresent(
              place -> LOG.log(Level.DEBUG, left.getKey() + " is closed with its files", place));
      failure = close(left.getKey(), failure);
    }
    failure = close(last, failure);
    if (failure != null) {
      throw failure;
    }
  }

  private @Nullable IOException close(Closeable resource, @Nullable IOException earlier) {
    open.remove(resource);
    try {
      resource.close();
      return earlier;
    } catch (IOException e) {
      if (earlier == null) {
        return e;
      }
      earlier.addSuppressed(e);
      return earlier;
    }
  }
}
