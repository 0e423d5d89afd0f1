package dev.lamina.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Whether a file system is open, and what is open in it. Safe for use by several threads. */
final class OpenResources {
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
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
    open.add(resource);
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
    for (Closeable resource : open) {
      failure = close(resource, failure);
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
