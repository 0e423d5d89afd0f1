package dev.lamina.vfs;

import dev.lamina.spi.TreeNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks at directories whenever something was changed, and says what it was. The thread that looks
 * begins with the first directory, and ends with the service. Safe for use by several threads.
 */
final class PollingWatchService implements WatchService, Closeable {
  private static final long INTERVAL_MILLIS = 50;
  private static final Set<WatchEvent.Kind<?>> KNOWN =
      Set.of(
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);

  private final UnionFileSystem fileSystem;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final Map<Long, PolledDirectory> watched = new ConcurrentHashMap<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  PollingWatchService(UnionFileSystem fileSystem) {
    this.fileSystem = fileSystem;
  }

  /** That a directory has events; of none if the service is closed. */
  private record Signal(@Nullable PolledDirectory directory) {}

  /**
   * Begins to watch a directory, or changes what it is watched for.
   *
   * @throws NotDirectoryException if it is none
   */
  WatchKey register(UnionPath path, WatchEvent.Kind<?>... kinds) throws IOException {
    Set<WatchEvent.Kind<?>> wanted = new HashSet<>(List.of(kinds));
    wanted.remove(StandardWatchEventKinds.OVERFLOW);
    if (!KNOWN.containsAll(wanted)) {
      throw new UnsupportedOperationException("unsupported kind of events: " + wanted);
    }
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException("no events to watch for");
    }
    checkOpen();
    if (path.getFileSystem() != fileSystem) {
      throw new IllegalArgumentException("a path of another file system: " + path);
    }
    TreeNode directory = fileSystem.view().directory(path);
    PolledDirectory key = key(path, directory);
    key.watchFor(wanted);
    start();
    return key;
  }

  private PolledDirectory key(UnionPath path, TreeNode directory) throws IOException {
    long id = fileSystem.tree().use(t -> directory.fileId());
    PolledDirectory known = watched.get(id);
    if (known != null && known.isValid()) {
      return known;
    }
    PolledDirectory key = new PolledDirectory(this, path, directory);
    key.look(fileSystem.tree());
    PolledDirectory raced = watched.putIfAbsent(id, key);
    return raced == null ? key : raced;
  }

  private void start() {
    if (started.compareAndSet(false, true)) {
      Thread thread = new Thread(this::watch, "lamina-watch-" + fileSystem.id());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void watch() {
    long seen = -1;
    try {
      while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        long changes = fileSystem.tree().changes();
        if (changes != seen) {
          seen = changes;
          lookAtAll();
        }
      }
    } catch (InterruptedException | ClosedFileSystemException e) {
      close();
    }
  }

  private void lookAtAll() {
    for (PolledDirectory directory : watched.values()) {
      try {
        directory.poll(fileSystem.tree());
      } catch (IOException e) {
        directory.end();
      }
    }
  }

  void signal(PolledDirectory directory) {
    signals.add(new Signal(directory));
  }

  void forget(PolledDirectory directory) {
    watched.values().remove(directory);
  }

  private void checkOpen() {
    if (closed.getCount() == 0) {
      throw new ClosedWatchServiceException();
    }
  }

  @Override
  public @Nullable WatchKey poll() {
    checkOpen();
    return key(signals.poll());
  }

  @Override
  public @Nullable WatchKey poll(long timeout, TimeUnit unit) throws InterruptedException {
    checkOpen();
    return key(signals.poll(timeout, unit));
  }

  @Override
  public WatchKey take() throws InterruptedException {
    checkOpen();
    WatchKey key = key(signals.take());
    if (key == null) {
      throw new ClosedWatchServiceException();
    }
    return key;
  }

  private @Nullable WatchKey key(@Nullable Signal signal) {
    if (signal == null) {
      return null;
    }
    if (signal.directory() == null) {
      signals.add(signal); // For the next one who waits.
      throw new ClosedWatchServiceException();
    }
    return signal.directory();
  }

  @Override
  public void close() {
    if (closed.getCount() > 0) {
      closed.countDown();
      watched.values().forEach(PolledDirectory::cancel);
      signals.clear();
      signals.add(new Signal(null));
      fileSystem.resources().unregister(this);
    }
  }
}
