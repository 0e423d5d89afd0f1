package dev.lamina.internal.archive;

import dev.lamina.internal.tar.LayerTarWriter;
import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.EntryPath;
import dev.lamina.spi.LayerEntry;
import dev.lamina.spi.LayerSink;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a file tree as one tar, as {@code docker export} does: sorted by path, without the root,
 * and each further name of a file as a hard link to its first one.
 */
public final class TreeExport {
  private final LayerTree tree;
  private final LayerSink sink;
  private final Map<Long, EntryPath> firstNames = new HashMap<>();

  private TreeExport(LayerTree tree, LayerSink sink) {
    this.tree = tree;
    this.sink = sink;
  }

  /** Writes a tree to a stream that the caller closes. */
  public static void write(LayerTree tree, OutputStream out) throws IOException {
    LayerTarWriter tar = new LayerTarWriter(out);
    write(tree, tar);
    tar.finish();
  }

  /** Writes the entries of a tree. */
  public static void write(LayerTree tree, LayerSink sink) throws IOException {
    new TreeExport(tree, sink).addChildren(tree.root(), EntryPath.ROOT);
  }

  // No deeper than a path can be long.
  private void addChildren(TreeNode directory, EntryPath path) throws IOException {
    for (TreeNode child : tree.children(directory)) {
      add(child, path.resolve(child.name()));
    }
  }

  private void add(TreeNode node, EntryPath path) throws IOException {
    EntryAttributes attributes = node.attributes();
    EntryPath first = firstName(node, path);
    if (!first.equals(path)) {
      sink.add(new LayerEntry.HardLink(path, first), attributes);
      return;
    }
    switch (node.type()) {
      case FILE -> {
        try (InputStream content = new NodeContent(node)) {
          sink.add(new LayerEntry.File(path, attributes, node.size()), content);
        }
      }
      case DIRECTORY -> {
        sink.add(new LayerEntry.Directory(path, attributes));
        addChildren(node, path);
      }
      case SYMLINK -> sink.add(new LayerEntry.Symlink(path, attributes, node.linkTarget()));
      case CHARACTER_DEVICE -> sink.add(device(node, path, false));
      case BLOCK_DEVICE -> sink.add(device(node, path, true));
      case FIFO -> sink.add(new LayerEntry.Fifo(path, attributes));
    }
  }

  /** Returns the first name that a file had in this tree, which may be the one it has now. */
  private EntryPath firstName(TreeNode node, EntryPath path) {
    return node.linkCount() > 1 && node.type() != NodeType.DIRECTORY
        ? firstNames.computeIfAbsent(node.fileId(), id -> path)
        : path;
  }

  private static LayerEntry device(TreeNode node, EntryPath path, boolean block) {
    return new LayerEntry.Device(
        path, node.attributes(), block, node.deviceMajor(), node.deviceMinor());
  }

  /** The bytes of a file, one after the other. */
  private final class NodeContent extends InputStream {
    private final TreeNode file;
    private long position;

    NodeContent(TreeNode file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = tree.read(file, position, ByteBuffer.wrap(target, offset, length));
      position += Math.max(0, count);
      return count;
    }
  }
}
