package dev.lamina.vfs;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.spi.MountOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Makes steps: each is written to the log, and then done in memory, or is not made at all. */
final class UpperChanges implements UpperContents.Owner, Closeable {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock forcing = new ReentrantLock();
  private final UpperState state;
  private final MountOptions options;
  private final DataFiles files;
  private final UpperContents contents;
  private final UpperLog log;
  // Files whose times in memory are later than those in the log, which these are.
  private final Map<UpperFile, Long> loggedNanos = new HashMap<>();

  private UpperChanges(UpperState state, DataFiles files, UpperLog log, MountOptions options) {
    this.state = state;
    this.log = log;
    this.options = options;
    this.files = files;
    this.contents = new UpperContents(state.below(), files, this);
  }

  /** Opens the changes in a directory, and makes in an empty state all that they say. */
  static UpperChanges open(UpperState state, Path directory, MountOptions options, long floor)
      throws IOException {
    DataFiles files = new DataFiles(directory);
    UpperReplay replay = new UpperReplay(state, files);
    UpperLog log = UpperLog.open(directory, state, floor, replay);
    try {
      replay.finish();
      return new UpperChanges(state, files, log, options);
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What a step does. */
  @FunctionalInterface
  interface Plan<T> {
    T make(UpperStep step) throws IOException;
  }

  UpperContents contents() {
    return contents;
  }

  private long now() {
    Instant now = options.clock().instant();
    return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
  }

  /** Makes a step. */
  @CanIgnoreReturnValue
  <T> T make(Plan<T> plan) throws IOException {
    lock.lock();
    try {
      UpperStep step = new UpperStep(state, now());
      T result = plan.make(step);
      keep(step.records());
      for (UpperFile deleted : step.deletedFiles()) {
        loggedNanos.remove(deleted);
        contents.deleted(deleted);
      }
      if (log.isWorthCompacting()) {
        log.compact(state);
      }
      return result;
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<UpperRecord> records) throws IOException {
    append(records);
    records.forEach(state::apply);
  }

  private void append(List<UpperRecord> records) throws IOException {
    log.append(records.stream().filter(UpperChanges::isKept).toList());
  }

  // A deleted file is known only to those who have it open.
  private static boolean isKept(UpperRecord record) {
    return !(record instanceof UpperRecord.Update update && update.inode().isDeleted());
  }

  @Override
  public void copied(UpperFile file, long data) throws IOException {
    lock.lock();
    try {
      InodeState next = modified(file).withData(data);
      if (file.isDeleted()) {
        file.state(next);
      } else {
        keep(List.of(new UpperRecord.Update(file, next)));
        loggedNanos.put(file, next.changedNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void written(UpperFile file) throws IOException {
    lock.lock();
    try {
      InodeState next = modified(file);
      if (isToBeLogged(file, next)) {
        keep(List.of(new UpperRecord.Update(file, next)));
        loggedNanos.put(file, next.changedNanos());
      } else {
        file.state(next);
      }
    } finally {
      lock.unlock();
    }
  }

  // A time in the log may be a second too early after the process has been killed.
  private boolean isToBeLogged(UpperFile file, InodeState next) {
    Long logged = loggedNanos.get(file);
    return !file.isDeleted()
        && (logged == null || Math.abs(next.changedNanos() - logged) >= NANOS_PER_SECOND);
  }

  private InodeState modified(UpperFile file) {
    boolean isRoot = options.user().map(user -> user.uid() == 0).orElse(true);
    return file.state().withModified(now()).withoutPrivileges(isRoot);
  }

  /** Writes down when a file was modified. */
  void keepTimes(UpperFile file) throws IOException {
    lock.lock();
    try {
      Long logged = loggedNanos.remove(file);
      if (logged != null && !file.isDeleted() && logged != file.state().changedNanos()) {
        append(List.of(new UpperRecord.Update(file, file.state())));
      }
    } finally {
      lock.unlock();
    }
  }

  private void keepAllTimes() throws IOException {
    for (UpperFile file : List.copyOf(loggedNanos.keySet())) {
      keepTimes(file);
    }
  }

  /** Makes all changes survive a power failure. */
  void force() throws IOException {
    forcing.lock();
    try {
      files.force();
      forceRest();
    } finally {
      forcing.unlock();
    }
  }

  // What has been made meanwhile, so that the log tells of nothing that is not on the medium.
  private void forceRest() throws IOException {
    lock.lock();
    try {
      files.force();
      keepAllTimes();
      log.force();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      try {
        keepAllTimes();
      } finally {
        contents.close();
      }
    } finally {
      lock.unlock();
      log.close();
    }
  }
}
