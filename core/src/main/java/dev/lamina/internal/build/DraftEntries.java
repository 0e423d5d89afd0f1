package dev.lamina.internal.build;

import dev.lamina.spi.EntryPath;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The paths that a new layer tells, sorted: no file is a directory, and a later word counts. */
final class DraftEntries {
  private final NavigableMap<EntryPath, DraftEntry> entries = new TreeMap<>();
  private final NavigableSet<EntryPath> removed = new TreeSet<>();
  private final NavigableSet<EntryPath> emptied = new TreeSet<>();

  /** Puts an entry at a path, in place of one that was there; a tree goes into a directory. */
  void put(EntryPath path, DraftEntry entry) {
    requireDirectories(path);
    if (!entry.isDirectory()) {
      requireNothingBelow(path);
      drop(removed, path);
      drop(emptied, path);
    }
    if (!entry.isTarget() || get(path).filter(DraftEntry::isDirectory).isEmpty()) {
      entries.put(path, entry);
    }
  }

  /** Says that a path is to be gone, with what was said of it and of all below it. */
  void remove(EntryPath path) {
    if (path.isRoot()) {
      throw new IllegalArgumentException("the root cannot be removed; it can be emptied: opaque");
    }
    requireDirectories(path);
    drop(entries.navigableKeySet(), path);
    drop(removed, path);
    drop(emptied, path);
    removed.add(path);
  }

  /** Says that a directory is to have nothing of the layers below. */
  void empty(EntryPath path) {
    requireDirectories(path);
    if (get(path).filter(entry -> !entry.isDirectory()).isPresent()) {
      throw new IllegalArgumentException(DraftPaths.shown(path) + " is no directory");
    }
    emptied.add(path);
  }

  private void requireDirectories(EntryPath path) {
    for (EntryPath parent = path; !parent.isRoot(); ) {
      parent = parent.parent();
      if (get(parent).filter(entry -> !entry.isDirectory()).isPresent()) {
        throw new IllegalArgumentException(
            "%s cannot be in %s, which is no directory"
                .formatted(DraftPaths.shown(path), DraftPaths.shown(parent)));
      }
    }
  }

  private void requireNothingBelow(EntryPath path) {
    EntryPath next = entries.higherKey(path);
    if (path.isRoot() || (next != null && DraftPaths.isBelow(next, path))) {
      throw new IllegalArgumentException(
          "%s must be a directory%s"
              .formatted(
                  DraftPaths.shown(path),
                  next == null ? "" : ": it has " + DraftPaths.shown(next)));
    }
  }

  /** Drops a path, and what is below it. */
  private static void drop(NavigableSet<EntryPath> paths, EntryPath path) {
    boolean unused =
        paths
            .tailSet(path, true)
            .removeIf(other -> other.equals(path) || DraftPaths.isBelow(other, path));
  }

  Optional<DraftEntry> get(EntryPath path) {
    return Optional.ofNullable(entries.get(path));
  }

  /** Returns the entries by their paths. */
  SortedMap<EntryPath, DraftEntry> entries() {
    return Collections.unmodifiableSortedMap(entries);
  }

  /** Returns what is to be gone; some of it is a new directory then. */
  SortedSet<EntryPath> removed() {
    return Collections.unmodifiableSortedSet(removed);
  }

  /** Returns the directories that are to have nothing of the layers below. */
  SortedSet<EntryPath> emptied() {
    return Collections.unmodifiableSortedSet(emptied);
  }
}
