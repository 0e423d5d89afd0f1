package dev.lamina.vfs;

import dev.lamina.spi.EntryAttributes;
import dev.lamina.spi.NodeType;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A directory with what it has beside, or instead of, the entries of the directory below it. */
final class UpperDirectory extends UpperInode {
  /** What stands for a name that is below and has been deleted. */
  static final UpperInode WHITEOUT =
      new UpperFile(
          0,
          NodeType.FILE,
          null,
          InodeState.of(new EntryAttributes(0, 0, 0, 0, Map.of()), 0),
          UpperFile.Fixed.NONE);

  private final NavigableMap<byte[], UpperInode> entries = new TreeMap<>(Arrays::compareUnsigned);
  private @Nullable UpperDirectory parent;
  private byte[] name;

  UpperDirectory(long id, @Nullable Lower lower, InodeState state) {
    super(id, NodeType.DIRECTORY, lower, state);
    this.name = lower == null ? new byte[0] : lower.node().name();
  }

  NavigableMap<byte[], UpperInode> entries() {
    return entries;
  }

  /** Returns the directory that it was moved to or made in; null if it is where it is below. */
  @Nullable UpperDirectory parent() {
    return parent;
  }

  byte[] name() {
    return name;
  }

  void moveTo(UpperDirectory newParent, byte[] newName) {
    parent = newParent;
    name = newName;
  }
}
