package dev.lamina.internal.layer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the node of one path of what the layers have there, offered from the top down. */
final class NodeBuilder {
  private final MergedTree tree;
  private int[] parts = new int[4];
  private int length;
  private int namingLayer = -1;
  private int namingRecord = -1;
  private @Nullable MergedNode leaf;
  private boolean hidesContents;
  private boolean isComplete;

  NodeBuilder(MergedTree tree) {
    this.tree = tree;
  }

  /** Begins another path. */
  void reset() {
    length = 0;
    namingLayer = -1;
    namingRecord = -1;
    leaf = null;
    hidesContents = false;
    isComplete = false;
  }

  /** Returns whether nothing that a lower layer has can matter. */
  boolean isComplete() {
    return isComplete;
  }

  /** Takes what the next lower layer has at the path. */
  void offer(int layer, int record) {
    if (isComplete) {
      return;
    }
    LayerIndex index = tree.index(layer);
    RecordType type = index.type(record);
    if (type == RecordType.DIRECTORY) {
      offerDirectory(index, layer, record);
    } else {
      isComplete = true;
      if (type != RecordType.WHITEOUT && length == 0) {
        leaf = new MergedLeaf(tree, layer, record);
      }
    }
  }

  private void offerDirectory(LayerIndex index, int layer, int record) {
    if (!hidesContents) {
      addPart(layer, record);
    }
    if (namingLayer < 0 && index.isExplicit(record)) {
      namingLayer = layer;
      namingRecord = record;
    }
    // Writers mark a directory opaque that was removed and made anew: the old one's owner and mode
    // are gone with its contents. Only the root cannot be removed.
    boolean isOpaque = index.isOpaque(record);
    hidesContents |= isOpaque;
    isComplete =
        index.hidesLower(record)
            || (isOpaque && record != LayerIndex.ROOT)
            || (hidesContents && namingLayer >= 0);
  }

  private void addPart(int layer, int record) {
    if (length == parts.length) {
      parts = Arrays.copyOf(parts, 2 * length);
    }
    parts[length] = layer;
    parts[length + 1] = record;
    length += 2;
  }

  /** Returns the node; null if the path does not exist. */
  @Nullable MergedNode build() {
    return length > 0 ? directory() : leaf;
  }

  /** Returns the node, which is known to be a directory. */
  MergedDirectory directory() {
    return new MergedDirectory(tree, Arrays.copyOf(parts, length), namingLayer, namingRecord);
  }
}
