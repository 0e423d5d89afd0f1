package dev.lamina.internal.layer;

import dev.lamina.FileChange.Kind;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Walks through two trees side by side and finds the paths at which they differ, sorted. A
 * directory is told before what is in it, and also if only something in it differs; of one that was
 * deleted nothing else is told. The root never is. Held are the directories on the way to where the
 * walk stands.
 */
public final class TreeDifference {
  private final LayerTree below;
  private final LayerTree above;
  private final NodeComparison comparison;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Queue<TreeChange> found = new ArrayDeque<>();
  private boolean isBegun;

  /** Makes a walk that has not begun; the trees are the caller's. */
  public TreeDifference(LayerTree below, LayerTree above, NodeComparison comparison) {
    this.below = below;
    this.above = above;
    this.comparison = comparison;
  }

  /** A directory that the walk is in, and how far it has come there. */
  private static final class Level {
    private final TreeChange directory;
    private final List<TreeNode> below;
    private final List<TreeNode> above;
    private int belowAt;
    private int aboveAt;
    private boolean isTold;

    Level(TreeChange directory, List<TreeNode> below, List<TreeNode> above, boolean isTold) {
      this.directory = directory;
      this.below = below;
      this.above = above;
      this.isTold = isTold;
    }

    boolean isDone() {
      return belowAt == below.size() && aboveAt == above.size();
    }

    /** Returns which tree has the next name: less than 0 for the one below, 0 for both. */
    int order() {
      if (belowAt == below.size()) {
        return 1;
      }
      return aboveAt == above.size()
          ? -1
          : Arrays.compareUnsigned(below.get(belowAt).name(), above.get(aboveAt).name());
    }

    EntryPath path(TreeNode node) {
      return directory.path().resolve(node.name());
    }
  }

  /**
   * Returns the next difference; null after the last.
   *
   * @throws IOException if a tree cannot be read
   */
  public @Nullable TreeChange next() throws IOException {
    if (!isBegun) {
      isBegun = true;
      begin();
    }
    while (found.isEmpty() && !levels.isEmpty()) {
      Level level = levels.getLast();
      if (level.isDone()) {
        levels.removeLast();
      } else {
        step(level);
      }
    }
    return found.poll();
  }

  private void begin() throws IOException {
    TreeNode old = root(below);
    TreeNode changed = root(above);
    if (!comparison.isSameBelow(EntryPath.ROOT, old, changed)) {
      enter(new TreeChange(Kind.MODIFIED, EntryPath.ROOT, old, changed), true);
    }
  }

  /** Returns the root of a tree, or throws what keeps it from being read. */
  static TreeNode root(LayerTree tree) throws IOException {
    try {
      return tree.root();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void step(Level level) throws IOException {
    int order = level.order();
    if (order < 0) {
      TreeNode gone = level.below.get(level.belowAt++);
      tell(new TreeChange(Kind.DELETED, level.path(gone), gone, null));
    } else if (order > 0) {
      TreeNode added = level.above.get(level.aboveAt++);
      tellAndEnter(new TreeChange(Kind.ADDED, level.path(added), null, added));
    } else {
      compare(level, level.below.get(level.belowAt++), level.above.get(level.aboveAt++));
    }
  }

  private void compare(Level level, TreeNode before, TreeNode after) throws IOException {
    EntryPath path = level.path(after);
    TreeChange change = new TreeChange(Kind.MODIFIED, path, before, after);
    if (before.type() != after.type()) {
      tellAndEnter(change);
      return;
    }
    boolean differs = !comparison.isSame(path, before, after);
    if (differs) {
      tell(change);
    }
    if (after.type() == NodeType.DIRECTORY && !comparison.isSameBelow(path, before, after)) {
      enter(change, differs);
    }
  }

  /** Tells what was not there before, or was no directory. */
  private void tellAndEnter(TreeChange change) throws IOException {
    tell(change);
    enter(change, true);
  }

  private void tell(TreeChange change) {
    for (Level level : levels) {
      if (!level.isTold) {
        found.add(level.directory);
        level.isTold = true;
      }
    }
    found.add(change);
  }

  private void enter(TreeChange directory, boolean isTold) throws IOException {
    if (directory.above() != null && directory.above().type() == NodeType.DIRECTORY) {
      levels.addLast(
          new Level(
              directory,
              children(below, directory.below()),
              children(above, directory.above()),
              isTold));
    }
  }

  private static List<TreeNode> children(LayerTree tree, @Nullable TreeNode node)
      throws IOException {
    return node != null && node.type() == NodeType.DIRECTORY ? tree.children(node) : List.of();
  }
}
