package dev.lamina.internal.layer;

import dev.lamina.internal.io.PositionedInput;
import dev.lamina.spi.ByteNames;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells all of a tree as lines, one for each path, to compare it with another one. */
public final class TreeLines {
  private final LayerTree tree;
  private final Map<EntryPath, String> lines = new TreeMap<>();
  private final Map<Long, Integer> files = new HashMap<>();

  private TreeLines(LayerTree tree) {
    this.tree = tree;
  }

  /** Returns the lines, which say also which names are one file's. */
  public static List<String> of(LayerTree tree) throws IOException {
    return new ArrayList<>(byPath(tree).values());
  }

  /** Returns the lines by the paths that they are of. */
  public static Map<EntryPath, String> byPath(LayerTree tree) throws IOException {
    TreeLines all = new TreeLines(tree);
    all.add(tree.root(), EntryPath.ROOT);
    return all.lines;
  }

  private void add(TreeNode node, EntryPath path) throws IOException {
    String identity = "";
    if (node.type() != NodeType.DIRECTORY) {
      identity = " file " + files.computeIfAbsent(node.fileId(), id -> files.size());
    }
    lines.put(path, ByteNames.escape(path.toString()) + " " + describe(tree, node) + identity);
    if (node.type() == NodeType.DIRECTORY) {
      for (TreeNode child : tree.children(node)) {
        add(child, path.resolve(child.name()));
      }
    }
  }

  private static String describe(LayerTree tree, TreeNode node) throws IOException {
    EntryAttributes a = node.attributes();
    Map<String, String> xattrs = new TreeMap<>();
    a.xattrs().forEach((name, value) -> xattrs.put(name, Arrays.toString(value)));
    String content = "";
    if (node.type() == NodeType.FILE) {
      try (PositionedInput in =
          new PositionedInput((position, target) -> tree.read(node, position, target))) {
        content = Arrays.toString(in.readAllBytes());
      }
    }
    return "%s %o %d:%d %d %s %s %d:%d %s"
        .formatted(
            node.type(),
            a.mode(),
            a.uid(),
            a.gid(),
            a.modifiedNanos(),
            xattrs,
            ByteNames.escape(node.linkTarget()),
            node.deviceMajor(),
            node.deviceMinor(),
            content);
  }
}
