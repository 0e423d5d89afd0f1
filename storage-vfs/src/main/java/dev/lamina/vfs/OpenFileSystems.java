package dev.lamina.vfs;

import java.nio.file.FileSystemNotFoundException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/** The open file systems of this JVM by their ids, for who has only a URI. */
final class OpenFileSystems {
  private static final AtomicLong COUNTER = new AtomicLong();
  private static final ConcurrentMap<String, UnionFileSystem> BY_ID = new ConcurrentHashMap<>();

  private OpenFileSystems() {}

  /** Returns a number that no file system of this JVM had before. */
  static long nextNumber() {
    return COUNTER.incrementAndGet();
  }

  static void add(UnionFileSystem fileSystem) {
    BY_ID.put(fileSystem.id(), fileSystem);
  }

  static void remove(UnionFileSystem fileSystem) {
    BY_ID.remove(fileSystem.id());
  }

  /**
   * Returns the open file system with this id.
   *
   * @throws FileSystemNotFoundException if there is none
   */
  static UnionFileSystem find(String id) {
    UnionFileSystem found = BY_ID.get(id);
    if (found == null) {
      throw new FileSystemNotFoundException(
          "no open file system " + id + "; a mount's file system is known until the mount closes");
    }
    return found;
  }
}
