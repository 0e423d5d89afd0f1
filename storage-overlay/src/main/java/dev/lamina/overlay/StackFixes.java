package dev.lamina.overlay;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Finds the directories that overlayfs would show other than a stack has them, and what they are to
 * have. Overlayfs takes the attributes of the topmost directory, even if that layer does not name
 * it; and it lists whiteouts as files where there is nothing to be joined with.
 */
final class StackFixes {
  private static final List<Integer> TOP = List.of(0);

  private final LayerTree tree;
  private final JoinedDirectories joined;
  private final Map<EntryPath, TreeNode> nodes = new HashMap<>();
  private final NavigableMap<EntryPath, EntryAttributes> fixes = new TreeMap<>();

  private StackFixes(LayerTree tree, JoinedDirectories joined) {
    this.tree = tree;
    this.joined = joined;
    nodes.put(EntryPath.ROOT, tree.root());
  }

  /**
   * Finds them.
   *
   * @param notes of each lower directory, from the top to the base
   */
  static StackFixes find(LayerTree tree, JoinedDirectories joined, List<LayerNotes> notes)
      throws IOException {
    StackFixes fixes = new StackFixes(tree, joined);
    for (int lower = 0; lower < notes.size(); lower++) {
      fixes.look(lower, notes.get(lower));
    }
    return fixes;
  }

  /** Returns the directories, with those that they are in; empty if there are none. */
  NavigableMap<EntryPath, EntryAttributes> directories() {
    return fixes;
  }

  /** Returns whether a directory is the topmost layer's alone: its whiteouts hide nothing. */
  boolean isOfTopAlone(EntryPath directory) throws IOException {
    return !directory.isRoot() && joined.at(directory).equals(TOP);
  }

  private void look(int lower, LayerNotes notes) throws IOException {
    for (EntryPath path : notes.implied()) {
      List<Integer> found = joined.at(path);
      if (!found.isEmpty() && found.get(0) == lower && !isPlain(node(path).attributes())) {
        add(path);
      }
    }
    for (EntryPath path : notes.whiteouts()) {
      // The root is always joined with something.
      if (!path.isRoot() && joined.at(path).equals(List.of(lower))) {
        add(path);
      }
    }
  }

  private static boolean isPlain(EntryAttributes attributes) {
    EntryAttributes plain = EntryAttributes.UNNAMED_DIRECTORY;
    return attributes.mode() == plain.mode()
        && attributes.uid() == plain.uid()
        && attributes.gid() == plain.gid()
        && attributes.modifiedNanos() == plain.modifiedNanos()
        && attributes.xattrs().isEmpty();
  }

  private void add(EntryPath path) throws IOException {
    if (fixes.put(path, node(path).attributes()) == null && !path.isRoot()) {
      add(path.parent());
    }
  }

  private TreeNode node(EntryPath path) throws IOException {
    TreeNode known = nodes.get(path);
    if (known != null) {
      return known;
    }
    TreeNode node =
        tree.child(node(path.parent()), path.name())
            .orElseThrow(
                () ->
                    new IOException(
                        "an unpacked layer has what its index has not: "
                            + EntryMaker.escaped(path)));
    nodes.put(path, node);
    return node;
  }
}
