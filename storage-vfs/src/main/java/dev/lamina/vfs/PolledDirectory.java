package dev.lamina.vfs;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.Watchable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A directory that is watched, wherever it is moved, and its events. Safe for several threads. */
final class PolledDirectory implements WatchKey {
  private static final int MAX_EVENTS = 512;

  private final PollingWatchService service;
  private final UnionPath path;
  private final TreeNode directory;
  private final Lock lock = new ReentrantLock();
  private Set<WatchEvent.Kind<?>> wanted = Set.of();
  private Map<String, State> seen = Map.of();
  private List<Event<?>> events = new ArrayList<>();
  private boolean signalled;
  private boolean valid = true;

  PolledDirectory(PollingWatchService service, UnionPath path, TreeNode directory) {
    this.service = service;
    this.path = path;
    this.directory = directory;
  }

  /** What a change of a file changes. */
  private record State(
      long fileId, long size, int mode, long uid, long gid, long modifiedNanos, long changedNanos) {
    static State of(TreeNode node) {
      EntryAttributes attributes = node.attributes();
      return new State(
          node.fileId(),
          node.size(),
          attributes.mode(),
          attributes.uid(),
          attributes.gid(),
          attributes.modifiedNanos(),
          node instanceof TimedNode timed ? timed.changedNanos() : 0);
    }
  }

  /** Something that happened, perhaps more than once. */
  private record Event<T>(Kind<T> kind, @Nullable T context, int count) implements WatchEvent<T> {
    boolean isSame(Kind<?> otherKind, Object otherContext) {
      return kind == otherKind && otherContext.equals(context);
    }
  }

  void watchFor(Set<WatchEvent.Kind<?>> kinds) {
    lock.lock();
    try {
      wanted = Set.copyOf(kinds);
    } finally {
      lock.unlock();
    }
  }

  /** Takes down what is there. */
  void look(GuardedTree tree) throws IOException {
    lock.lock();
    try {
      seen = tree.use(this::states);
    } finally {
      lock.unlock();
    }
  }

  private Map<String, State> states(LayerTree tree) throws IOException {
    Map<String, State> states = new HashMap<>();
    for (TreeNode child : tree.children(directory)) {
      states.put(ByteNames.decode(child.name()), State.of(child));
    }
    return states;
  }

  private boolean isThere(LayerTree tree) throws IOException {
    try {
      if (!(tree instanceof WritableTree writable) || directory.fileId() == tree.root().fileId()) {
        return true;
      }
      TreeNode parent = writable.parent(directory);
      long id = directory.fileId();
      return tree.children(parent).stream().anyMatch(child -> child.fileId() == id);
    } catch (ErrnoException e) {
      return false;
    }
  }

  /** Looks again, and makes events of what is different. */
  void poll(GuardedTree tree) throws IOException {
    boolean there = tree.use(this::isThere);
    lock.lock();
    try {
      Map<String, State> now = there ? tree.use(this::states) : Map.of();
      Map<String, State> before = seen;
      seen = now;
      before.forEach(
          (name, state) -> {
            State later = now.get(name);
            if (later == null || later.fileId() != state.fileId()) {
              add(StandardWatchEventKinds.ENTRY_DELETE, name);
            } else if (!later.equals(state)) {
              add(StandardWatchEventKinds.ENTRY_MODIFY, name);
            }
          });
      now.forEach(
          (name, state) -> {
            State earlier = before.get(name);
            if (earlier == null || earlier.fileId() != state.fileId()) {
              add(StandardWatchEventKinds.ENTRY_CREATE, name);
            }
          });
    } finally {
      lock.unlock();
    }
    if (!there) {
      end();
    }
  }

  private void add(WatchEvent.Kind<Path> kind, String name) {
    if (!valid || !wanted.contains(kind)) {
      return;
    }
    Path context = path.getFileSystem().getPath(name);
    Event<?> last = events.isEmpty() ? null : events.get(events.size() - 1);
    if (last != null && last.isSame(kind, context)) {
      events.set(events.size() - 1, new Event<>(kind, context, last.count() + 1));
    } else if (events.size() < MAX_EVENTS) {
      events.add(new Event<>(kind, context, 1));
    } else if (last != null && last.kind() != StandardWatchEventKinds.OVERFLOW) {
      // Nobody fetches them: what is lost from here on is said once.
      events.add(new Event<>(StandardWatchEventKinds.OVERFLOW, null, 1));
    }
    signal();
  }

  private void signal() {
    if (!signalled) {
      signalled = true;
      service.signal(this);
    }
  }

  /** Says that there will be no more events, as the directory is gone. */
  void end() {
    cancel();
    lock.lock();
    try {
      signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isValid() {
    lock.lock();
    try {
      return valid;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<WatchEvent<?>> pollEvents() {
    lock.lock();
    try {
      List<WatchEvent<?>> result = List.copyOf(events);
      events = new ArrayList<>();
      return result;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean reset() {
    lock.lock();
    try {
      if (valid && signalled) {
        signalled = false;
        if (!events.isEmpty()) {
          signal();
        }
      }
      return valid;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel() {
    lock.lock();
    try {
      valid = false;
    } finally {
      lock.unlock();
    }
    service.forget(this);
  }

  @Override
  public Watchable watchable() {
    return path;
  }
}
