package dev.lamina.internal.layer;

import dev.lamina.internal.io.PositionedInput;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Writes nodes of a tree as entries; each further name of a file as a hard link to its first. */
public final class NodeWriter {
  private final LayerTree tree;
  private final LayerSink sink;
  private final long latestNanos;
  private final Map<Long, EntryPath> firstNames = new HashMap<>();

  /**
   * Makes a writer.
   *
   * @param latestNanos the latest time that an entry has, in nanoseconds since 1970
   */
  NodeWriter(LayerTree tree, LayerSink sink, long latestNanos) {
    this.tree = tree;
    this.sink = sink;
    this.latestNanos = latestNanos;
  }

  /** Writes all of a tree but its root, sorted by path. */
  public static void writeAll(LayerTree tree, LayerSink sink) throws IOException {
    new NodeWriter(tree, sink, Long.MAX_VALUE).addChildren(tree.root(), EntryPath.ROOT);
  }

  // No deeper than a path can be long.
  private void addChildren(TreeNode directory, EntryPath path) throws IOException {
    for (TreeNode child : tree.children(directory)) {
      EntryPath childPath = path.resolve(child.name());
      add(child, childPath);
      if (child.type() == NodeType.DIRECTORY) {
        addChildren(child, childPath);
      }
    }
  }

  /** Writes one node, without what is below it. */
  void add(TreeNode node, EntryPath path) throws IOException {
    EntryAttributes attributes = attributes(node);
    EntryPath first = firstName(node, path);
    if (!first.equals(path)) {
      sink.add(new LayerEntry.HardLink(path, first), attributes);
      return;
    }
    switch (node.type()) {
      case FILE -> {
        try (InputStream content =
            new PositionedInput((position, target) -> tree.read(node, position, target))) {
          sink.add(new LayerEntry.File(path, attributes, node.size()), content);
        }
      }
      case DIRECTORY -> sink.add(new LayerEntry.Directory(path, attributes));
      case SYMLINK -> sink.add(new LayerEntry.Symlink(path, attributes, node.linkTarget()));
      case CHARACTER_DEVICE -> sink.add(device(node, path, attributes, false));
      case BLOCK_DEVICE -> sink.add(device(node, path, attributes, true));
      case FIFO -> sink.add(new LayerEntry.Fifo(path, attributes));
    }
  }

  /** Returns the attributes that a node is written with. */
  EntryAttributes attributes(TreeNode node) {
    EntryAttributes own = node.attributes();
    return own.modifiedNanos() <= latestNanos
        ? own
        : new EntryAttributes(own.mode(), own.uid(), own.gid(), latestNanos, own.xattrs());
  }

  /** Returns the first name that a file was written with, which may be the one it has now. */
  private EntryPath firstName(TreeNode node, EntryPath path) {
    return node.linkCount() > 1 && node.type() != NodeType.DIRECTORY
        ? firstNames.computeIfAbsent(node.fileId(), id -> path)
        : path;
  }

  private static LayerEntry device(
      TreeNode node, EntryPath path, EntryAttributes attributes, boolean block) {
    return new LayerEntry.Device(path, attributes, block, node.deviceMajor(), node.deviceMinor());
  }
}
