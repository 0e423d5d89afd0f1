package dev.lamina.vfs;

import dev.lamina.internal.io.Listing;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The files that hold changed contents, each by a number: {@code data/XX/NUMBER}. */
final class DataFiles {
  private static final int DIRECTORIES = 256;

  private final Path root;
  private final AtomicLong lastNumber = new AtomicLong();
  // What has to be forced.
  private final Set<Long> changed = ConcurrentHashMap.newKeySet();
  private final Set<Path> changedDirectories = ConcurrentHashMap.newKeySet();

  DataFiles(Path changes) {
    this.root = changes.resolve("data");
  }

  private Path directory(long number) {
    return root.resolve(String.format("%02x", number % DIRECTORIES));
  }

  Path path(long number) {
    return directory(number).resolve(Long.toString(number));
  }

  /** Returns the lengths of the files that are there, by their numbers. */
  Map<Long, Long> lengths() throws IOException {
    Map<Long, Long> lengths = new HashMap<>();
    if (Files.notExists(root)) {
      return lengths;
    }
    for (Path directory : Listing.of(root)) {
      addLengths(directory, lengths);
    }
    lengths.keySet().forEach(this::skip);
    return lengths;
  }

  private static void addLengths(Path directory, Map<Long, Long> lengths) throws IOException {
    for (Path file : Listing.of(directory)) {
      String name = file.getFileName().toString();
      if (Character.isDigit(name.charAt(0))) { // Else of the file system, such as .nfs0001.
        lengths.put(Long.valueOf(name), Files.size(file));
      }
    }
  }

  /** Sees to it that a number is given to no new file. */
  void skip(long number) {
    lastNumber.accumulateAndGet(number, Math::max);
  }

  /** Returns a number that no file has. */
  long nextNumber() {
    return lastNumber.incrementAndGet();
  }

  ChangesFile create(long number) throws IOException {
    if (Files.notExists(directory(number))) {
      OwnerOnly.createDirectory(root);
      OwnerOnly.createDirectory(directory(number));
    }
    ChangesFile file = ChangesFile.create(path(number));
    changed.add(number);
    changedDirectories.add(directory(number));
    return file;
  }

  ChangesFile open(long number) throws IOException {
    return ChangesFile.open(path(number));
  }

  void delete(long number) throws IOException {
    changed.remove(number);
    Files.deleteIfExists(path(number));
  }

  /** Notes that a file has to be forced. */
  void changed(long number) {
    changed.add(number);
  }

  /** Makes the files survive a power failure. */
  void force() throws IOException {
    for (long number : Set.copyOf(changed)) {
      changed.remove(number);
      forceFile(number);
    }
    Set<Path> directories = new HashSet<>(changedDirectories);
    if (!directories.isEmpty()) {
      changedDirectories.removeAll(directories);
      directories.add(root);
      for (Path directory : directories) {
        Forcing.directory(directory);
      }
    }
  }

  private void forceFile(long number) throws IOException {
    if (!Files.notExists(path(number))) {
      try (ChangesFile file = open(number)) {
        file.force();
      } catch (IOException e) {
        changed.add(number);
        throw e;
      }
    }
  }
}
