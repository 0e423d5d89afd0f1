package dev.lamina.internal.build;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where the entries of a new layer come to lie on the layers below. Directories on their way are
 * written too, as they are below: an engine that unpacks the layer would make up others.
 */
final class Placement {
  private final DraftEntries draft;
  private final PathsBelow below;
  private final TakenAway taken;
  private final LayerTimes times;
  private final NavigableMap<EntryPath, DraftEntry> placed = new TreeMap<>();
  private final NavigableMap<EntryPath, LayerEntry> others = new TreeMap<>();
  private final Set<EntryPath> opaque = new HashSet<>();
  private final Map<DraftEntry, EntryPath> firstNames = new HashMap<>();

  private Placement(DraftEntries draft, PathsBelow below, TakenAway taken, LayerTimes times) {
    this.draft = draft;
    this.below = below;
    this.taken = taken;
    this.times = times;
  }

  /**
   * Writes a layer.
   *
   * @param tree what the layers below hold
   */
  static void write(DraftEntries draft, LayerTree tree, LayerTimes times, LayerSink sink)
      throws IOException {
    PathsBelow below = new PathsBelow(tree);
    TakenAway taken = TakenAway.of(draft, below, tree);
    Placement placement = new Placement(draft, below, taken, times);
    placement.placeEntries();
    placement.placeMarks();
    placement.placeDirectories();
    placement.write(sink);
  }

  private void placeEntries() throws IOException {
    for (Map.Entry<EntryPath, DraftEntry> told : draft.entries().entrySet()) {
      DraftEntry entry = told.getValue();
      EntryPath place =
          entry.isDirectory() ? directory(told.getKey()) : below.follow(told.getKey());
      boolean isThere = entry.isTarget() && below.directory(place).isPresent();
      if (!isThere && (place.equals(told.getKey()) || !placed.containsKey(place))) {
        placed.put(place, entry);
      }
    }
  }

  /** A link to a directory stands for it; any other one is replaced by the directory. */
  private EntryPath directory(EntryPath path) throws IOException {
    EntryPath place = below.followAll(path);
    Optional<TreeNode> node = below.node(place);
    return node.isEmpty() || node.get().type() == NodeType.DIRECTORY ? place : below.follow(path);
  }

  private void placeMarks() {
    for (EntryPath path : taken.removed()) {
      if (isNewDirectory(path)) {
        opaque.add(path);
      } else if (!placed.containsKey(path)) {
        others.put(path, new LayerEntry.Whiteout(path));
      }
    }
    taken.emptied().forEach(opaque::add);
  }

  private boolean isNewDirectory(EntryPath path) {
    DraftEntry entry = placed.get(path);
    EntryPath next = placed.higherKey(path);
    return entry == null ? next != null && DraftPaths.isBelow(next, path) : entry.isDirectory();
  }

  private void placeDirectories() throws IOException {
    for (EntryPath path : List.copyOf(placed.keySet())) {
      placeDirectories(path.parent());
    }
    for (EntryPath path : List.copyOf(others.keySet())) {
      placeDirectories(path.parent());
    }
    for (EntryPath path : opaque) {
      placeDirectories(path);
    }
  }

  /** Places a directory that was not told, and those that it is in. */
  private void placeDirectories(EntryPath path) throws IOException {
    for (EntryPath next = path; !next.isRoot() && !others.containsKey(next); ) {
      DraftEntry entry = placed.get(next);
      if (entry == null) {
        others.put(next, new LayerEntry.Directory(next, attributes(next)));
      } else if (!entry.isDirectory()) {
        throw noDirectory(next);
      }
      next = next.parent();
    }
  }

  private EntryAttributes attributes(EntryPath path) throws IOException {
    Optional<TreeNode> node = below.node(path);
    if (node.isEmpty()) {
      return DraftAttributes.of(0755).toEntry(times);
    }
    if (node.get().type() != NodeType.DIRECTORY) {
      throw noDirectory(path);
    }
    return times.limit(node.get().attributes());
  }

  private static FileSystemException noDirectory(EntryPath path) {
    return new FileSystemException(
        DraftPaths.shown(path), null, "is no directory in the layers below: remove it first");
  }

  private void write(LayerSink sink) throws IOException {
    SortedSet<EntryPath> all = new TreeSet<>(placed.keySet());
    all.addAll(others.keySet());
    for (EntryPath path : all) {
      write(sink, path);
      if (opaque.contains(path)) {
        sink.add(new LayerEntry.Opaque(path));
      }
    }
  }

  private void write(LayerSink sink, EntryPath path) throws IOException {
    DraftEntry entry = placed.get(path);
    if (entry == null) {
      sink.add(Objects.requireNonNull(others.get(path)));
      return;
    }
    EntryPath first = entry.isDirectory() ? path : firstNames.computeIfAbsent(entry, e -> path);
    if (first.equals(path)) {
      entry.write(sink, path, times);
    } else {
      sink.add(new LayerEntry.HardLink(path, first), entry.attributes(times));
    }
  }
}
