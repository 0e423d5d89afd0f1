package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From a path to the file it names, as the kernel goes: symbolic links are followed inside the
 * image only. An absolute target begins at the image's root, and {@code ..} at the root stays. Each
 * directory on the way must be one that the user may search. For one path.
 */
final class UnionLookup {
  /** How many links one path may lead through: Linux's {@code MAXSYMLINKS}. */
  private static final int MAX_LINKS = 40;

  private static final int MAX_NAME = 255;
  private static final int MAX_PATH = 4095;

  private final LayerTree tree;
  private final Permissions user;
  private final List<TreeNode> trail = new ArrayList<>();
  private final Deque<Cursor> pending = new ArrayDeque<>();
  private int links;

  UnionLookup(LayerTree tree, Permissions user) {
    this.tree = tree;
    this.user = user;
  }

  /**
   * The last name of a path.
   *
   * @param bytes empty if the path is the root
   * @param slash whether there are slashes behind
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  record Last(byte[] bytes, boolean slash) {
    private static final Last ROOT = new Last(new byte[0], false);

    boolean isRoot() {
      return bytes.length == 0;
    }

    boolean isDots() {
      return isDot(bytes) || isDotDot(bytes);
    }

    /** Returns whether this is neither the root nor a name that each directory has. */
    boolean isName() {
      return !isRoot() && !isDots();
    }
  }

  /**
   * Returns the file that a path names.
   *
   * @param follow whether a link at the path's end is followed
   */
  TreeNode find(PathAt path, boolean follow) throws IOException {
    boolean directory = false;
    for (Last last = last(path); ; ) {
      directory |= last.slash();
      if (!last.isName()) {
        enterDots(last);
        return here();
      }
      TreeNode child = existing(last.bytes());
      if (child.type() != NodeType.SYMLINK || !(follow || directory)) {
        if (directory && child.type() != NodeType.DIRECTORY) {
          throw new ErrnoException(Errno.ENOTDIR);
        }
        trail.add(child);
        return child;
      }
      last = follow(child);
    }
  }

  /** Goes to the directory that a path's last name is in, and returns the name. */
  Last last(PathAt path) throws IOException {
    byte[] bytes = path.path();
    if (bytes.length == 0) {
      throw new ErrnoException(Errno.ENOENT);
    }
    if (bytes.length > MAX_PATH && tree instanceof WritableTree) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
    trail.addAll(path.base());
    if (trail.isEmpty()) {
      trail.add(tree.root());
    }
    push(bytes);
    return walk();
  }

  /** Goes on to the directory of the last name that a link leads to. */
  Last follow(TreeNode link) throws IOException {
    pushLink(link.linkTarget());
    return walk();
  }

  /** Returns the directory where the lookup is, or the file where it ended. */
  TreeNode here() {
    return trail.get(trail.size() - 1);
  }

  /** Returns {@link #here}, behind the directories it is in as far as they are known. */
  List<TreeNode> trail() {
    return trail;
  }

  /** Returns what {@link #here} has under a name; null if nothing. */
  @Nullable TreeNode child(byte[] name) throws IOException {
    TreeNode child = tree.child(here(), name).orElse(null);
    if (child == null && name.length > MAX_NAME && tree instanceof WritableTree) {
      throw new ErrnoException(Errno.ENAMETOOLONG);
    }
    return child;
  }

  private TreeNode existing(byte[] name) throws IOException {
    TreeNode child = child(name);
    if (child == null) {
      throw new ErrnoException(Errno.ENOENT);
    }
    return child;
  }

  private Last walk() throws IOException {
    while (!pending.isEmpty()) {
      Cursor cursor = pending.getFirst();
      checkSearchable(here());
      byte[] name = cursor.next();
      if (!cursor.hasMore()) {
        pending.removeFirst();
        if (pending.isEmpty()) {
          return new Last(name, cursor.endsWithSlash());
        }
      }
      enter(name);
    }
    return Last.ROOT;
  }

  private void checkSearchable(TreeNode node) throws ErrnoException {
    if (node.type() != NodeType.DIRECTORY) {
      throw new ErrnoException(Errno.ENOTDIR);
    }
    if (!user.isRoot()) {
      user.check(node, Permissions.EXECUTE);
    }
  }

  private void enter(byte[] name) throws IOException {
    if (isDot(name) || isDotDot(name)) {
      enterDots(new Last(name, false));
      return;
    }
    TreeNode child = existing(name);
    if (child.type() == NodeType.SYMLINK) {
      pushLink(child.linkTarget());
    } else {
      trail.add(child);
    }
  }

  /** Goes to the root, stays, or goes up. */
  void enterDots(Last last) throws IOException {
    if (last.isRoot()) {
      toRoot();
    } else if (isDotDot(last.bytes())) {
      if (trail.size() > 1) {
        trail.remove(trail.size() - 1);
      } else if (tree instanceof WritableTree writable) {
        trail.set(0, writable.parent(trail.get(0)));
      }
    }
  }

  private void toRoot() {
    trail.clear();
    trail.add(tree.root());
  }

  private void pushLink(byte[] target) throws ErrnoException {
    if (++links > MAX_LINKS) {
      throw new ErrnoException(Errno.ELOOP);
    }
    if (target.length == 0) {
      throw new ErrnoException(Errno.ENOENT);
    }
    push(target);
  }

  private void push(byte[] names) {
    if (names[0] == '/') {
      toRoot();
    }
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

  /** The names of a path or link target. */
  private static final class Cursor {
    private final byte[] bytes;
    private int at;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
      skipSlashes();
    }

    boolean hasMore() {
      return at < bytes.length;
    }

    boolean endsWithSlash() {
      return bytes[bytes.length - 1] == '/';
    }

    byte[] next() {
      int start = at;
      while (at < bytes.length && bytes[at] != '/') {
        at++;
      }
      byte[] name = Arrays.copyOfRange(bytes, start, at);
      skipSlashes();
      return name;
    }

    private void skipSlashes() {
      while (at < bytes.length && bytes[at] == '/') {
        at++;
      }
    }
  }
}
