package dev.lamina.engine;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * One way through a tree, as the kernel goes: symbolic links on the way are followed, inside the
 * tree only; one at the end is followed for a file.
 */
final class TreePath {
  /** How many links one path may lead through: Linux's {@code MAXSYMLINKS}. */
  private static final int MAX_LINKS = 40;

  private final LayerTree tree;
  private final List<TreeNode> trail = new ArrayList<>();
  private final Deque<String> pending = new ArrayDeque<>();
  private boolean followsLast;
  private int links;

  TreePath(LayerTree tree) {
    this.tree = tree;
    trail.add(tree.root());
  }

  /** Returns whether there is something at the path's end. */
  boolean leads(String path) throws IOException {
    return walk(path);
  }

  /** Returns the file at the path's end, where a symbolic link is followed as well. */
  Optional<TreeNode> file(String path) throws IOException {
    followsLast = true;
    return walk(path) && here().type() == NodeType.FILE ? Optional.of(here()) : Optional.empty();
  }

  private boolean walk(String path) throws IOException {
    push(path);
    while (!pending.isEmpty()) {
      if (here().type() != NodeType.DIRECTORY || !enter(pending.removeFirst())) {
        return false;
      }
    }
    return true;
  }

  private TreeNode here() {
    return trail.get(trail.size() - 1);
  }

  /** Puts a path before what is pending; a slash at its end asks for a directory. */
  private void push(String path) {
    List<String> names = new ArrayList<>(List.of(path.split("/+", -1)));
    if (names.get(names.size() - 1).isEmpty()) {
      names.set(names.size() - 1, ".");
    }
    for (int i = names.size() - 1; i >= 0; i--) {
      pending.addFirst(names.get(i));
    }
  }

  private boolean enter(String name) throws IOException {
    if (name.isEmpty() || name.equals(".")) {
      return true;
    }
    if (name.equals("..")) {
      if (trail.size() > 1) {
        trail.remove(trail.size() - 1);
      }
      return true;
    }
    Optional<TreeNode> child = tree.child(here(), ByteNames.encode(name));
    if (child.isPresent()
        && child.get().type() == NodeType.SYMLINK
        && (followsLast || !pending.isEmpty())) {
      return follow(ByteNames.decode(child.get().linkTarget()));
    }
    child.ifPresent(trail::add);
    return child.isPresent();
  }

  private boolean follow(String target) {
    if (target.isEmpty() || ++links > MAX_LINKS) {
      return false;
    }
    if (target.startsWith("/")) {
      trail.subList(1, trail.size()).clear();
    }
    push(target);
    return true;
  }
}
