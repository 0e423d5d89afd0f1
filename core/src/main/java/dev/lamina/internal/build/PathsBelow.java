package dev.lamina.internal.build;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the layers below a new one have at a path, and where a path leads through their symbolic
 * links: inside the tree only, as {@code COPY} goes.
 */
final class PathsBelow {
  /** How many links one path may lead through: Linux's {@code MAXSYMLINKS}. */
  private static final int MAX_LINKS = 40;

  private final LayerTree tree;
  private final Set<EntryPath> removed = new HashSet<>();
  private final Set<EntryPath> emptied = new HashSet<>();
  private final Map<EntryPath, Optional<TreeNode>> nodes = new HashMap<>();
  private int links;

  PathsBelow(LayerTree tree) {
    this.tree = tree;
  }

  /** Takes a path away, with all that is below it. */
  void remove(EntryPath path) {
    removed.add(path);
    nodes.clear();
  }

  /** Takes away all that is below a path. */
  void empty(EntryPath path) {
    emptied.add(path);
    nodes.clear();
  }

  /** Returns what is at a path, and was not taken away. */
  Optional<TreeNode> node(EntryPath path) throws IOException {
    if (path.isRoot()) {
      return Optional.of(tree.root());
    }
    Optional<TreeNode> known = nodes.get(path);
    if (known == null) {
      known = find(path);
      nodes.put(path, known);
    }
    return known;
  }

  private Optional<TreeNode> find(EntryPath path) throws IOException {
    if (removed.contains(path) || emptied.contains(path.parent())) {
      return Optional.empty();
    }
    Optional<TreeNode> parent = directory(path.parent());
    return parent.isPresent() ? tree.child(parent.get(), path.name()) : Optional.empty();
  }

  /** Returns the directory at a path. */
  Optional<TreeNode> directory(EntryPath path) throws IOException {
    return node(path).filter(node -> node.type() == NodeType.DIRECTORY);
  }

  /** Returns where a path leads; its last name is no link to follow. */
  EntryPath follow(EntryPath path) throws IOException {
    return path.isRoot() ? path : followAll(path.parent()).resolve(path.name());
  }

  /** Returns where a path leads, its last name too. */
  EntryPath followAll(EntryPath path) throws IOException {
    links = 0;
    return walk(EntryPath.ROOT, path.bytes());
  }

  private EntryPath walk(EntryPath start, byte[] path) throws IOException {
    EntryPath here = path.length > 0 && path[0] == '/' ? EntryPath.ROOT : start;
    for (int from = 0; from < path.length; ) {
      int to = from;
      while (to < path.length && path[to] != '/') {
        to++;
      }
      here = step(here, ByteNames.decode(Arrays.copyOfRange(path, from, to)));
      from = to + 1;
    }
    return here;
  }

  private EntryPath step(EntryPath here, String name) throws IOException {
    if (name.isEmpty() || name.equals(".")) {
      return here;
    }
    if (name.equals("..")) {
      return here.parent();
    }
    EntryPath next = here.resolve(ByteNames.encode(name));
    Optional<TreeNode> link = node(next).filter(node -> node.type() == NodeType.SYMLINK);
    if (link.isEmpty()) {
      return next;
    }
    if (++links > MAX_LINKS) {
      throw new IOException("too many symbolic links on the way at " + DraftPaths.shown(next));
    }
    return walk(here, link.get().linkTarget());
  }
}
