package dev.lamina.internal.layer;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import java.util.ArrayList;
import java.util.List;

/** A directory: the records, of one or more layers, whose children are in it. */
final class MergedDirectory extends MergedNode {
  private static final byte[] EMPTY = {};

  private final int[] parts;
  private final int namingLayer;
  private final int namingRecord;

  /** Makes the root of a tree without layers. */
  MergedDirectory(MergedTree tree) {
    super(tree, -1, LayerIndex.ROOT, EMPTY);
    this.parts = new int[0];
    this.namingLayer = -1;
    this.namingRecord = -1;
  }

  /**
   * Makes a directory.
   *
   * @param parts layer and record of each part, from the top down
   * @param namingLayer the topmost layer that names the directory; -1 if none does
   * @param namingRecord the record there
   */
  MergedDirectory(MergedTree tree, int[] parts, int namingLayer, int namingRecord) {
    super(tree, parts[0], parts[1], tree.index(parts[0]).name(parts[1]));
    this.parts = parts;
    this.namingLayer = namingLayer;
    this.namingRecord = namingRecord;
  }

  /** Returns of how many layers the directory is the union. */
  int parts() {
    return parts.length / 2;
  }

  int partLayer(int part) {
    return parts[2 * part];
  }

  int partRecord(int part) {
    return parts[2 * part + 1];
  }

  @Override
  public NodeType type() {
    return NodeType.DIRECTORY;
  }

  @Override
  public EntryAttributes attributes() {
    return namingLayer < 0
        ? EntryAttributes.UNNAMED_DIRECTORY
        : tree().index(namingLayer).attributes(namingRecord);
  }

  @Override
  public long size() {
    return 0;
  }

  @Override
  public byte[] linkTarget() {
    return EMPTY;
  }

  @Override
  public int deviceMajor() {
    return 0;
  }

  @Override
  public int deviceMinor() {
    return 0;
  }

  @Override
  public int linkCount() {
    return 1;
  }

  @Override
  public long fileId() {
    return tree().fileId(topLayer(), record());
  }

  // What layers only name, as writers name the parents of all that they write, brings no files.
  @Override
  public Object origin() {
    List<RecordOrigin> origins = new ArrayList<>();
    for (int i = 0; i < parts(); i++) {
      LayerIndex index = tree().index(partLayer(i));
      if (index.childrenStart(partRecord(i)) < index.childrenEnd(partRecord(i))) {
        origins.add(tree().origin(partLayer(i), partRecord(i)));
      }
    }
    return origins;
  }

  @Override
  public int layer() {
    return namingLayer;
  }
}
