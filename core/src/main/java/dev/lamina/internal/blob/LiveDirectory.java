package dev.lamina.internal.blob;

import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.internal.io.Presence;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory of something that lives: locked until it is closed or its process ends, so that other
 * processes can tell, and take away what a killed one left.
 */
final class LiveDirectory implements AutoCloseable {
  private static final String LOCK = "lock";

  /** The directories in use by this process, on whatever file system; not all have real locks. */
  private static final Set<Path> LIVE = ConcurrentHashMap.newKeySet();

  private static final AtomicLong NAMES = new AtomicLong();

  private final Path path;
  private final FileChannel lock;

  private LiveDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes a directory of a new name. */
  static LiveDirectory open(Path parent) throws IOException {
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted");
      }
      // Known as our own before it is there: no other thread may open its lock, and so drop it.
      Path directory = parent.toRealPath().resolve(newName());
      LIVE.add(directory);
      boolean made = false;
      boolean locked = false;
      try {
        OwnerOnly.createNewDirectory(directory);
        made = true;
        FileChannel lock = OwnerOnly.createFile(directory.resolve(LOCK));
        try {
          FileLock unused = lock.lock();
          locked = Files.exists(directory.resolve(LOCK));
          if (locked) {
            return new LiveDirectory(directory, lock);
          }
        } finally {
          if (!locked) {
            lock.close();
          }
        }
      } catch (FileAlreadyExistsException e) {
        // Of another process of the same number, perhaps in another container: make another.
      } catch (NoSuchFileException e) {
        if (Files.notExists(parent)) {
          throw e;
        }
        // Another process took the directory for a dead one before it was locked: make another.
      } finally {
        if (!locked) {
          LIVE.remove(directory);
        }
        if (made && !locked) {
          Files.deleteIfExists(directory.resolve(LOCK));
          removeEmpty(directory);
        }
      }
    }
  }

  private static String newName() {
    return "%s-%s-%s"
        .formatted(
            ProcessHandle.current().pid(),
            Long.toString(System.nanoTime(), Character.MAX_RADIX),
            NAMES.incrementAndGet());
  }

  /** Returns the directories below a parent, whether they live or not. */
  static List<Path> list(Path parent) throws IOException {
    try {
      return Listing.of(parent, Presence::isDirectory);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Returns whether what a directory was made for still lives; changes nothing. */
  static boolean lives(Path directory) throws IOException {
    if (isOwn(directory)) {
      return true;
    }
    try (FileChannel channel = OpenFile.channel(directory.resolve(LOCK), StandardOpenOption.READ);
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // Another copy of this class has it.
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes a directory if what it was made for is dead, and returns whether that still lives. */
  static boolean livesOrIsRemoved(Path directory, Heir heir) throws IOException {
    // To close a lock file drops the lock that this process has on it, by whatever channel.
    if (isOwn(directory)) {
      return true;
    }
    try (FileChannel channel = OpenFile.channel(directory.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return true;
      }
      heir.inherit(directory);
      empty(directory);
    } catch (OverlappingFileLockException e) {
      return true; // Another copy of this class has it.
    } catch (NoSuchFileException e) {
      return isOrphaned(directory) && livesOrIsRemoved(withLock(directory), heir);
    }
    removeEmpty(directory);
    return false;
  }

  /**
   * Removes a directory without a lock if it is empty: it is being made, being removed, or left by
   * one that was killed. Something else is in it only if a power failure has taken the lock.
   */
  private static boolean isOrphaned(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return false;
    } catch (DirectoryNotEmptyException e) {
      return true;
    }
  }

  private static Path withLock(Path directory) throws IOException {
    try {
      OwnerOnly.createFile(directory.resolve(LOCK)).close();
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      // Somebody else is about to remove it, or has done so.
    }
    return directory;
  }

  private static boolean isOwn(Path directory) throws IOException {
    try {
      return LIVE.contains(directory.toRealPath());
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Removes what is in a directory; the lock goes last, so that who is killed leaves it. */
  private static void empty(Path directory) throws IOException {
    for (Path file : Listing.of(directory)) {
      if (!file.getFileName().toString().equals(LOCK)) {
        FileTreeDeleter.delete(file);
      }
    }
    Files.deleteIfExists(directory.resolve(LOCK));
  }

  private static void removeEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody has just locked it.
    }
  }

  Path path() {
    return path;
  }

  /** Removes the directory and all in it. */
  @Override
  public void close() throws IOException {
    try {
      empty(path);
    } finally {
      lock.close();
      LIVE.remove(path);
      removeEmpty(path);
    }
  }
}
