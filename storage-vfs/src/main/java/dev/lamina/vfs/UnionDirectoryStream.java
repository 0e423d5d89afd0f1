package dev.lamina.vfs;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a directory held when it was opened, in the order of the names. When the stream is closed
 * the iterator is at its end; when the file system is closed it fails.
 */
final class UnionDirectoryStream implements DirectoryStream<Path> {
  private final OpenResources resources;
  private final List<Path> children;
  private final Filter<? super Path> filter;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private volatile boolean closed;

  UnionDirectoryStream(OpenResources resources, List<Path> children, Filter<? super Path> filter) {
    this.resources = resources;
    this.children = children;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    if (closed) {
      throw new IllegalStateException("the directory stream is closed");
    }
    if (!iterated.compareAndSet(false, true)) {
      throw new IllegalStateException("a directory stream has one iterator only");
    }
    return new Children();
  }

  @Override
  public void close() {
    closed = true;
    resources.unregister(this);
  }

  /** Goes over the children that the filter accepts. */
  private final class Children implements Iterator<Path> {
    private final Iterator<Path> all = children.iterator();
    private @Nullable Path next;

    @Override
    public boolean hasNext() {
      while (next == null && !isAtEnd()) {
        Path candidate = all.next();
        if (accepts(candidate)) {
          next = candidate;
        }
      }
      return next != null;
    }

    private boolean isAtEnd() {
      resources.checkOpen();
      return closed || !all.hasNext();
    }

    private boolean accepts(Path candidate) {
      try {
        return filter.accept(candidate);
      } catch (IOException e) {
        throw new DirectoryIteratorException(e);
      }
    }

    @Override
    public Path next() {
      Path result = hasNext() ? next : null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return result;
    }
  }
}
