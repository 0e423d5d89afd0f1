package dev.lamina.internal.build;

import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What a new layer takes away of the layers below, as far as they have it. */
final class TakenAway {
  private final NavigableSet<EntryPath> removed = new TreeSet<>();
  private final NavigableSet<EntryPath> emptied = new TreeSet<>();

  private TakenAway() {}

  static TakenAway of(DraftEntries draft, PathsBelow below, LayerTree tree) throws IOException {
    TakenAway all = new TakenAway();
    for (EntryPath path : draft.removed()) {
      EntryPath place = below.follow(path);
      if (below.node(place).isPresent()) {
        all.removed.add(place);
      }
    }
    for (EntryPath path : draft.emptied()) {
      all.empty(below.followAll(path), below, tree);
    }
    all.removed.forEach(below::remove);
    all.emptied.forEach(below::empty);
    return all;
  }

  /** Engines do not obey a mark that empties the root, so that each of its names is removed. */
  private void empty(EntryPath path, PathsBelow below, LayerTree tree) throws IOException {
    if (path.isRoot()) {
      for (TreeNode child : tree.children(tree.root())) {
        removed.add(path.resolve(child.name()));
      }
    } else if (below.directory(path).isPresent()) {
      emptied.add(path);
    } else if (below.node(path).isPresent()) {
      throw new NotDirectoryException(DraftPaths.shown(path));
    }
  }

  /** Returns what is removed, unless it goes with something else. */
  Iterable<EntryPath> removed() {
    return removed.stream().filter(path -> !goesWithAnother(path)).toList();
  }

  /** Returns the directories that are emptied, unless they go with something else. */
  Iterable<EntryPath> emptied() {
    return emptied.stream()
        .filter(path -> !removed.contains(path) && !goesWithAnother(path))
        .toList();
  }

  private boolean goesWithAnother(EntryPath path) {
    for (EntryPath parent = path; !parent.isRoot(); ) {
      parent = parent.parent();
      if (removed.contains(parent) || emptied.contains(parent)) {
        return true;
      }
    }
    return false;
  }
}
