package dev.lamina.internal.layer;

import java.util.Arrays;

/**
 * Goes through the children of a directory in one layer. Cursors are ordered by the name they stand
 * at; of equal names the topmost layer's comes first.
 */
final class ChildCursor implements Comparable<ChildCursor> {
  private final LayerIndex index;
  private final int layer;
  private final int end;
  private int record;
  private byte[] name = new byte[0];

  ChildCursor(MergedTree tree, int layer, int directory) {
    this.index = tree.index(layer);
    this.layer = layer;
    this.record = index.childrenStart(directory);
    this.end = index.childrenEnd(directory);
    load();
  }

  private void load() {
    if (hasChild()) {
      name = index.name(record);
    }
  }

  boolean hasChild() {
    return record < end;
  }

  /** Goes to the next child. */
  boolean next() {
    record++;
    load();
    return hasChild();
  }

  int layer() {
    return layer;
  }

  int record() {
    return record;
  }

  byte[] name() {
    return name;
  }

  @Override
  public int compareTo(ChildCursor other) {
    int order = Arrays.compareUnsigned(name, other.name);
    return order != 0 ? order : Integer.compare(other.layer, layer);
  }
}
