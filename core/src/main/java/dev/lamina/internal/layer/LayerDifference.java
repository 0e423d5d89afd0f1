package dev.lamina.internal.layer;

import dev.lamina.FileChange.Kind;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes the layer that makes one tree of another: what is new or changed, with the directories it
 * is in, and whiteouts of what is gone. Nothing in it depends on who writes it, when or where.
 *
 * <p>If one of a file's names is in the layer then all are, since a hard link cannot lead into a
 * layer below. The root is in it if its mode, owner or extended attributes differ; its time alone,
 * which changes with each file that is made in it, does not count.
 */
public final class LayerDifference {
  private final LayerTree below;
  private final LayerTree above;
  private final LayerSink sink;
  private final NodeWriter writer;
  private boolean isEmpty = true;
  private @Nullable EntryPath opaque;

  private LayerDifference(
      LayerTree below, LayerTree above, LayerSink sink, OptionalLong latestNanos) {
    this.below = below;
    this.above = above;
    this.sink = sink;
    this.writer = new NodeWriter(above, sink, latestNanos.orElse(Long.MAX_VALUE));
  }

  /**
   * Writes the layer, sorted by path.
   *
   * @param latestNanos the latest time that an entry has, in nanoseconds since 1970; later ones
   *     become this one
   * @return whether there was anything to write
   * @throws IOException if a tree cannot be read, or an entry cannot be taken
   */
  public static boolean write(
      LayerTree below, LayerTree above, LayerSink sink, OptionalLong latestNanos)
      throws IOException {
    LayerDifference difference = new LayerDifference(below, above, sink, latestNanos);
    difference.addRoot();
    difference.addChanges();
    return !difference.isEmpty;
  }

  private void addRoot() throws IOException {
    TreeNode old = TreeDifference.root(below);
    TreeNode changed = TreeDifference.root(above);
    if (!LayerComparison.isSameButTime(old.attributes(), changed.attributes())) {
      isEmpty = false;
      writer.add(changed, EntryPath.ROOT);
    }
  }

  private void addChanges() throws IOException {
    TreeDifference walk = walk(namesOfLinked());
    for (TreeChange change = walk.next(); change != null; change = walk.next()) {
      isEmpty = false;
      add(change);
    }
  }

  private TreeDifference walk(NavigableSet<EntryPath> wanted) {
    return new TreeDifference(below, above, new LayerComparison(wanted, writer));
  }

  private void add(TreeChange change) throws IOException {
    TreeNode now = change.above();
    if (now != null) {
      writer.add(now, change.path());
      addOpaque(change, now);
    } else if (opaque == null || !change.path().parent().equals(opaque)) {
      sink.add(new LayerEntry.Whiteout(change.path()));
    }
  }

  /** Hides all of a directory at once if none of several names in it has remained. */
  private void addOpaque(TreeChange change, TreeNode now) throws IOException {
    TreeNode before = change.below();
    if (before != null
        && before.type() == NodeType.DIRECTORY
        && now.type() == NodeType.DIRECTORY
        && change.kind() == Kind.MODIFIED
        && isOtherBelow(before, now)) {
      opaque = change.path();
      sink.add(new LayerEntry.Opaque(change.path()));
    }
  }

  private boolean isOtherBelow(TreeNode before, TreeNode now) throws IOException {
    List<TreeNode> children = below.children(before);
    if (children.size() < 2) {
      return false;
    }
    for (TreeNode child : children) {
      if (above.child(now, child.name()).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Returns all names of those files of which some, but not all, names are in the layer anyway. */
  private NavigableSet<EntryPath> namesOfLinked() throws IOException {
    Map<Long, Integer> missing = new HashMap<>();
    TreeDifference walk = walk(new TreeSet<>());
    for (TreeChange change = walk.next(); change != null; change = walk.next()) {
      TreeNode now = change.above();
      if (now != null && isLinked(now)) {
        missing.merge(now.fileId(), now.linkCount() - 1, (count, unused) -> count - 1);
      }
    }
    missing.values().removeIf(count -> count <= 0);
    NavigableSet<EntryPath> names = new TreeSet<>();
    if (!missing.isEmpty()) {
      addNames(above.root(), EntryPath.ROOT, missing, names);
    }
    return names;
  }

  private void addNames(
      TreeNode directory, EntryPath path, Map<Long, Integer> files, NavigableSet<EntryPath> names)
      throws IOException {
    for (TreeNode child : above.children(directory)) {
      EntryPath childPath = path.resolve(child.name());
      if (child.type() == NodeType.DIRECTORY) {
        addNames(child, childPath, files, names);
      } else if (isLinked(child) && files.containsKey(child.fileId())) {
        names.add(childPath);
      }
    }
  }

  private static boolean isLinked(TreeNode node) {
    return node.type() != NodeType.DIRECTORY && node.linkCount() > 1;
  }
}
