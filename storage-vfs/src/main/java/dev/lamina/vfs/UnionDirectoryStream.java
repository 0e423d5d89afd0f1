package dev.lamina.vfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a directory held when it was opened, in the order of the names, and the directory itself,
 * which stays the same wherever it is moved. When the stream is closed the iterator is at its end;
 * when the file system is closed it fails.
 */
final class UnionDirectoryStream implements SecureDirectoryStream<Path> {
  private final OpenResources resources;
  private final Inside inside;
  private final UnionPath directory;
  private final List<Path> children;
  private final Filter<? super Path> filter;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private volatile boolean closed;

  /** Finds the directory as what paths can begin at. */
  @FunctionalInterface
  interface Inside {
    UnionView view() throws IOException;
  }

  UnionDirectoryStream(
      UnionPath directory, Inside inside, List<Path> children, Filter<? super Path> filter) {
    this.resources = directory.getFileSystem().resources();
    this.directory = directory;
    this.inside = inside;
    this.children = children;
    this.filter = filter;
  }

  @Override
  public Iterator<Path> iterator() {
    resources.checkOpen();
    if (closed) {
      throw new IllegalStateException("the directory stream is closed");
    }
    if (!iterated.compareAndSet(false, true)) {
      throw new IllegalStateException("a directory stream has one iterator only");
    }
    return new Children();
  }

  private UnionPath check(Path path) {
    if (!(Objects.requireNonNull(path, "path") instanceof UnionPath checked)
        || checked.getFileSystem() != directory.getFileSystem()) {
      throw new ProviderMismatchException();
    }
    checkOpen();
    return checked;
  }

  private void checkOpen() {
    resources.checkOpen();
    if (closed) {
      throw new ClosedDirectoryStreamException();
    }
  }

  @Override
  public SecureDirectoryStream<Path> newDirectoryStream(Path path, LinkOption... options)
      throws IOException {
    UnionPath child = check(path);
    return inside.view().openDirectory(child, directory.resolve(child), accepted -> true, options);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return inside.view().changes().openChannel(check(path), options, attributes);
  }

  @Override
  public void deleteFile(Path path) throws IOException {
    inside.view().changes().deleteFile(check(path));
  }

  @Override
  public void deleteDirectory(Path path) throws IOException {
    inside.view().changes().deleteDirectory(check(path));
  }

  @Override
  public void move(Path source, SecureDirectoryStream<Path> targetDirectory, Path target)
      throws IOException {
    UnionPath from = check(source);
    if (!(Objects.requireNonNull(targetDirectory, "target")
        instanceof UnionDirectoryStream other)) {
      throw new ProviderMismatchException();
    }
    if (other.resources != resources) {
      throw new AtomicMoveNotSupportedException(
          source.toString(), target.toString(), Errno.EXDEV.text());
    }
    UnionPath to = other.check(target);
    inside.view().changes().move(from, other.inside.view().access().pathAt(to), to);
  }

  private UnionView files() {
    try {
      return inside.view();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(Class<V> type) {
    checkOpen();
    UnionPath here = directory.getFileSystem().getPath("");
    return AttributeViews.of(files(), here, type, true, this::checkOpen);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    UnionPath checked = check(path);
    return AttributeViews.of(
        files(), checked, type, OpenOptions.followsLinks(options), this::checkOpen);
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
