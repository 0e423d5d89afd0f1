package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tree as one user reaches it from one directory: finds what NIO's paths name, and says in NIO's
 * words why something is refused. Safe for use by several threads.
 *
 * @param base the directory where relative paths begin, as {@link PathAt} has it
 */
record TreeAccess(GuardedTree tree, Permissions user, List<TreeNode> base) {
  TreeAccess at(List<TreeNode> newBase) {
    return new TreeAccess(tree, user, List.copyOf(newBase));
  }

  /** Something done with the file that a path names. */
  @FunctionalInterface
  interface NodeWork<R> {
    R apply(LayerTree tree, TreeNode node) throws IOException;
  }

  /** Something done by system calls. */
  @FunctionalInterface
  interface Call<R> {
    R apply(SystemCalls calls) throws IOException;
  }

  /** Something done by system calls that gives no answer. */
  @FunctionalInterface
  interface Act {
    void apply(SystemCalls calls) throws IOException;
  }

  PathAt pathAt(UnionPath path) {
    return PathAt.of(base, path);
  }

  /** Finds a file and does something with it, side by side with others who read. */
  <R> R read(UnionPath path, boolean follow, NodeWork<R> work) throws IOException {
    return read(path, t -> work.apply(t, find(t, path, follow)));
  }

  /** Does something with the tree, side by side with others who read. */
  <R> R read(UnionPath path, GuardedTree.Work<LayerTree, R> work) throws IOException {
    try {
      return tree.use(work);
    } catch (ErrnoException e) {
      throw Failures.of(e, path);
    }
  }

  TreeNode find(LayerTree of, UnionPath path, boolean follow) throws IOException {
    TreeNode known = path.node();
    if (known != null && user.isRoot() && !(follow && known.type() == NodeType.SYMLINK)) {
      return known;
    }
    return new UnionLookup(of, user).find(pathAt(path), follow);
  }

  /** Does something that may change the tree, alone. */
  <R> R change(UnionPath path, @Nullable UnionPath other, Call<R> call) throws IOException {
    try {
      return tree.change(t -> call.apply(new SystemCalls(t, user)));
    } catch (ErrnoException e) {
      throw Failures.of(e, path, other);
    }
  }

  /** Does something that changes the tree, alone. */
  void run(UnionPath path, Act act) throws IOException {
    Boolean unused =
        change(
            path,
            null,
            calls -> {
              act.apply(calls);
              return true;
            });
  }

  /** Changes a file's attributes. */
  void changeAttributes(UnionPath path, boolean follow, AttributeAct act) throws IOException {
    run(
        path,
        calls ->
            act.apply(new AttributeCalls(calls.tree(), user), calls.find(pathAt(path), follow)));
  }

  /** Something done with a file's attributes. */
  @FunctionalInterface
  interface AttributeAct {
    void apply(AttributeCalls calls, TreeNode node) throws IOException;
  }
}
