package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * From a path to the file it names, as the kernel goes: symbolic links are followed inside the
 * image only. An absolute target begins at the image's root, and {@code ..} at the root stays.
 */
final class UnionLookup {
  /** How many links one path may lead through: Linux's {@code MAXSYMLINKS}. */
  private static final int MAX_LINKS = 40;

  private final LayerTree tree;
  private final UnionPath path;
  private final List<TreeNode> trail = new ArrayList<>();
  private final Deque<Cursor> pending = new ArrayDeque<>();
  private int links;

  private UnionLookup(LayerTree tree, UnionPath path) {
    this.tree = tree;
    this.path = path;
    trail.add(tree.root());
  }

  /**
   * Returns the file that a path names.
   *
   * @param follow whether a link at the path's end is followed
   */
  static TreeNode find(LayerTree tree, UnionPath path, boolean follow) throws IOException {
    TreeNode known = path.node();
    if (known != null && !(follow && known.type() == NodeType.SYMLINK)) {
      return known;
    }
    UnionLookup lookup = new UnionLookup(tree, path);
    lookup.go(follow);
    return lookup.here();
  }

  /** Returns the names, from the root down, of the file that a path names in the end. */
  static List<byte[]> realNames(LayerTree tree, UnionPath path) throws IOException {
    UnionLookup lookup = new UnionLookup(tree, path);
    lookup.go(true);
    return lookup.trail.stream().skip(1).map(TreeNode::name).toList();
  }

  private TreeNode here() {
    return trail.get(trail.size() - 1);
  }

  private void go(boolean follow) throws IOException {
    push(path.bytes());
    while (!pending.isEmpty()) {
      Cursor cursor = pending.getFirst();
      byte[] name = cursor.next();
      if (!cursor.hasMore()) {
        pending.removeFirst();
      }
      if (here().type() != NodeType.DIRECTORY) {
        throw Failures.notDirectory(path);
      }
      enter(name, follow || !pending.isEmpty());
    }
  }

  private void enter(byte[] name, boolean follow) throws IOException {
    if (isDot(name)) {
      return;
    }
    if (isDotDot(name)) {
      if (trail.size() > 1) {
        trail.remove(trail.size() - 1);
      }
      return;
    }
    TreeNode child =
        tree.child(here(), name).orElseThrow(() -> new NoSuchFileException(path.toString()));
    if (child.type() == NodeType.SYMLINK && follow) {
      followLink(child.linkTarget());
    } else {
      trail.add(child);
    }
  }

  private void followLink(byte[] target) throws IOException {
    if (++links > MAX_LINKS) {
      throw Failures.tooManyLinks(path);
    }
    if (target.length == 0) {
      throw new NoSuchFileException(path.toString());
    }
    if (target[0] == '/') {
      trail.subList(1, trail.size()).clear();
    }
    push(target);
  }

  private void push(byte[] names) {
    Cursor cursor = new Cursor(names);
    if (cursor.hasMore()) {
      pending.addFirst(cursor);
    }
  }

  static boolean isDot(byte[] name) {
    return name.length == 1 && name[0] == '.';
  }

  static boolean isDotDot(byte[] name) {
    return name.length == 2 && name[0] == '.' && name[1] == '.';
  }

  /** The names of a path or link target; slashes at its end give one more name, a dot. */
  private static final class Cursor {
    private static final byte[] DOT = {'.'};
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
      skipSlashes();
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    byte[] next() {
      skipSlashes();
      int start = at;
      while (at < bytes.length && bytes[at] != '/') {
        at++;
      }
      return at == start ? DOT : Arrays.copyOfRange(bytes, start, at);
    }

    private void skipSlashes() {
      while (at < bytes.length && bytes[at] == '/') {
        at++;
      }
    }
  }
}
