package dev.lamina.internal.layer;

import dev.lamina.spi.ByteNames;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.NodeType;
import dev.lamina.spi.TreeNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The union of a stack of layers, found out while it is walked: nothing is built beforehand and
 * nothing is kept but the nodes that the caller holds.
 *
 * <p>A path is what the topmost layer has there. Directories are united downwards until a layer has
 * something else there, a whiteout, or a directory that is opaque or stands beside a whiteout of
 * its own; what is below that does not show. A directory has the attributes that the topmost layer
 * naming it gives. Symbolic links are never followed.
 */
public final class MergedTree implements LayerTree {
  private final LayerSource[] layers;
  private final long[] firstIds;
  private final MergedDirectory root;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Makes the union of layers, from the base to the top; closing the tree closes them. */
  public MergedTree(List<LayerSource> layers) {
    this.layers = layers.toArray(new LayerSource[0]);
    this.firstIds = new long[this.layers.length];
    long id = 1;
    for (int i = 0; i < firstIds.length; i++) {
      firstIds[i] = id;
      id += this.layers[i].index().records();
    }
    NodeBuilder builder = new NodeBuilder(this);
    for (int i = this.layers.length - 1; i >= 0; i--) {
      builder.offer(i, LayerIndex.ROOT);
    }
    this.root = layers.isEmpty() ? new MergedDirectory(this) : builder.directory();
  }

  LayerIndex index(int layer) {
    return layers[layer].index();
  }

  RecordOrigin origin(int layer, int record) {
    return new RecordOrigin(layers[layer].diffId(), record);
  }

  long fileId(int layer, int record) {
    return layer < 0 ? 1 : firstIds[layer] + record;
  }

  @Override
  public TreeNode root() {
    return root;
  }

  @Override
  public Optional<TreeNode> child(TreeNode directory, byte[] name) throws IOException {
    MergedDirectory parent = directory(directory);
    NodeBuilder builder = new NodeBuilder(this);
    for (int i = 0; i < parent.parts() && !builder.isComplete(); i++) {
      int layer = parent.partLayer(i);
      int record = index(layer).find(parent.partRecord(i), name);
      if (record >= 0) {
        builder.offer(layer, record);
      }
    }
    return Optional.ofNullable(builder.build());
  }

  @Override
  public List<TreeNode> children(TreeNode directory) throws IOException {
    MergedDirectory parent = directory(directory);
    List<TreeNode> children = new ArrayList<>();
    PriorityQueue<ChildCursor> cursors = new PriorityQueue<>(parent.parts() + 1);
    for (int i = 0; i < parent.parts(); i++) {
      ChildCursor cursor = new ChildCursor(this, parent.partLayer(i), parent.partRecord(i));
      if (cursor.hasChild()) {
        cursors.add(cursor);
      }
    }
    NodeBuilder builder = new NodeBuilder(this);
    for (ChildCursor top = cursors.poll(); top != null; top = cursors.poll()) {
      byte[] name = top.name();
      builder.reset();
      take(top, builder, cursors);
      for (ChildCursor lower = cursors.peek();
          lower != null && Arrays.equals(name, lower.name());
          lower = cursors.peek()) {
        take(cursors.remove(), builder, cursors);
      }
      MergedNode child = builder.build();
      if (child != null) {
        children.add(child);
      }
    }
    return children;
  }

  private static void take(
      ChildCursor cursor, NodeBuilder builder, PriorityQueue<ChildCursor> cursors) {
    builder.offer(cursor.layer(), cursor.record());
    if (cursor.next()) {
      cursors.add(cursor);
    }
  }

  @Override
  public int read(TreeNode file, long position, ByteBuffer target) throws IOException {
    MergedNode node = own(file);
    if (node.type() != NodeType.FILE) {
      throw new IllegalArgumentException("not a regular file: " + node.type());
    }
    return layers[node.topLayer()].read(node.record(), position, target);
  }

  private MergedDirectory directory(TreeNode node) throws IOException {
    if (own(node) instanceof MergedDirectory directory) {
      return directory;
    }
    throw new NotDirectoryException(ByteNames.escape(node.name()));
  }

  private MergedNode own(TreeNode node) throws IOException {
    if (closed.get()) {
      throw new ClosedChannelException();
    }
    if (node instanceof MergedNode own && own.tree() == this) {
      return own;
    }
    throw new IllegalArgumentException("the node is of another tree");
  }

  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    IOException failure = null;
    for (LayerSource layer : layers) {
      try {
        layer.bytes().close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
