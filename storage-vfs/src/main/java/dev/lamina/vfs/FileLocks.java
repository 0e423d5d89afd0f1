package dev.lamina.vfs;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The locks that channels hold on the files of one file system. As in the JDK, no two of one JVM
 * overlap, so that nobody ever waits for one. Safe for use by several threads.
 */
final class FileLocks {
  private final Map<Long, List<RangeLock>> held = new ConcurrentHashMap<>();

  /**
   * Locks a part of a file.
   *
   * @throws OverlappingFileLockException if somebody holds a lock on some of it
   */
  FileLock lock(FileChannel channel, long fileId, long position, long size, boolean shared) {
    RangeLock lock = new RangeLock(channel, fileId, position, size, shared);
    held.compute(fileId, (id, locks) -> with(lock, locks));
    return lock;
  }

  private static List<RangeLock> with(RangeLock lock, @Nullable List<RangeLock> others) {
    List<RangeLock> all = new ArrayList<>();
    for (RangeLock other : others == null ? List.<RangeLock>of() : others) {
      if (other.overlaps(lock.position(), lock.size())) {
        throw new OverlappingFileLockException();
      }
      all.add(other);
    }
    all.add(lock);
    return all;
  }

  /** Gives back all locks of a channel, which is closed. */
  void release(FileChannel channel, long fileId) {
    held.computeIfPresent(fileId, (id, locks) -> without(channel, locks));
  }

  private static @Nullable List<RangeLock> without(FileChannel channel, List<RangeLock> locks) {
    locks.stream().filter(lock -> lock.acquiredBy() == channel).forEach(lock -> lock.valid = false);
    List<RangeLock> rest = locks.stream().filter(lock -> lock.valid).toList();
    return rest.isEmpty() ? null : rest;
  }

  private void remove(RangeLock lock) {
    held.computeIfPresent(
        lock.fileId,
        (id, locks) -> {
          List<RangeLock> rest = locks.stream().filter(other -> other != lock).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  /** A lock on a part of a file. */
  private final class RangeLock extends FileLock {
    private final long fileId;
    private volatile boolean valid = true;

    RangeLock(FileChannel channel, long fileId, long position, long size, boolean shared) {
      super(channel, position, size, shared);
      this.fileId = fileId;
    }

    @Override
    public boolean isValid() {
      return valid && acquiredBy().isOpen();
    }

    @Override
    public void release() throws ClosedChannelException {
      if (!acquiredBy().isOpen()) {
        throw new ClosedChannelException();
      }
      valid = false;
      remove(this);
    }
  }
}
