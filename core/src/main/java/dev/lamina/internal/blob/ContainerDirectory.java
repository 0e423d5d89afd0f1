package dev.lamina.internal.blob;

import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where a container keeps what was changed in it, as long as somebody has it for himself: locked
 * until it is closed or its process ends.
 */
public final class ContainerDirectory implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String CHANGES = "changes";
  private static final String CONVERTED = CHANGES + ".";

  /** The directories that this process has, on whatever file system; not all have real locks. */
  private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ContainerDirectory(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Takes a directory, which is made if it is missing; empty if somebody else has it. */
  static Optional<ContainerDirectory> claim(Path directory) throws IOException {
    OwnerOnly.createDirectory(directory);
    Path path = directory.toRealPath();
    // To close a lock file drops the lock that this process has on it, by whatever channel.
    if (!CLAIMED.add(path)) {
      return Optional.empty();
    }
    Optional<ContainerDirectory> claimed = Optional.empty();
    try {
      claimed = lock(path);
      return claimed;
    } finally {
      if (claimed.isEmpty()) {
        CLAIMED.remove(path);
      }
    }
  }

  private static Optional<ContainerDirectory> lock(Path path) throws IOException {
    Path file = path.resolve(LOCK);
    FileChannel lock =
        OwnerOnly.openFile(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    boolean locked = false;
    try {
      // Who deletes the directory deletes the lock file while he has it locked.
      locked = lock.tryLock() != null && isThere(file);
      return locked ? Optional.of(new ContainerDirectory(path, lock)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // Another copy of this class has it.
    } finally {
      if (!locked) {
        lock.close();
      }
    }
  }

  /** Returns whether a file is there; what cannot be known is an error, and not that it is not. */
  private static boolean isThere(Path file) throws IOException {
    try {
      BasicFileAttributes unused = Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * Returns the part of the storage that the store is of, which is made if it is missing. What was
   * converted for it takes its place now, and what was converted for others goes.
   */
  public Path changes(String storage) throws IOException {
    Path changes = path.resolve(CHANGES);
    for (Path found : convertedParts()) {
      if (found.getFileName().toString().equals(CONVERTED + storage)) {
        FileTreeDeleter.delete(changes);
        Path unused = Files.move(found, changes, StandardCopyOption.ATOMIC_MOVE);
      } else {
        FileTreeDeleter.delete(found);
      }
    }
    OwnerOnly.createDirectory(changes);
    return changes;
  }

  private List<Path> convertedParts() throws IOException {
    return Listing.of(path, file -> file.getFileName().toString().startsWith(CONVERTED));
  }

  /** Makes a directory for the part of the storage that the store is being converted to. */
  static Path makeConverted(Path container, String storage) throws IOException {
    Path converted = container.resolve(CONVERTED + storage);
    OwnerOnly.createNewDirectory(converted);
    return converted;
  }

  /**
   * Deletes the directory, of which the storage has deleted its part, and lets go of it. The lock
   * goes while it is held, where open files can be deleted: so nobody else can get it.
   */
  public void delete() throws IOException {
    try {
      Files.deleteIfExists(path.resolve(LOCK));
    } catch (AccessDeniedException e) {
      close(); // This system deletes no open files.
      Files.deleteIfExists(path.resolve(LOCK));
    }
    close();
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Somebody else has come to delete it.
    }
  }

  /** Lets go of the directory. Closing once more does nothing: somebody else may have it then. */
  @Override
  public void close() throws IOException {
    if (closed.compareAndSet(false, true)) {
      try {
        lock.close();
      } finally {
        CLAIMED.remove(path);
      }
    }
  }
}
