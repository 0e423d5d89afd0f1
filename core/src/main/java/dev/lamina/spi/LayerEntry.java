package dev.lamina.spi;

/** One entry of a layer: something it puts into the tree, or takes away from the layers below. */
public sealed interface LayerEntry {
  /** Returns where the entry is. */
  EntryPath path();

  /**
   * A regular file.
   *
   * @param size its length in bytes, holes included
   */
  record File(EntryPath path, EntryAttributes attributes, long size) implements LayerEntry {}

  /** A directory; merged with the directories of that path in the layers below. */
  record Directory(EntryPath path, EntryAttributes attributes) implements LayerEntry {}

  /**
   * A symbolic link.
   *
   * @param target what the link holds, verbatim; not to be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes as they are; compared nowhere
  record Symlink(EntryPath path, EntryAttributes attributes, byte[] target) implements LayerEntry {}

  /**
   * One more name of a file of the same layer.
   *
   * @param target the path of an entry that comes earlier in the layer
   */
  record HardLink(EntryPath path, EntryPath target) implements LayerEntry {}

  /** A character or block device. */
  record Device(EntryPath path, EntryAttributes attributes, boolean block, int major, int minor)
      implements LayerEntry {}

  /** A named pipe. */
  record Fifo(EntryPath path, EntryAttributes attributes) implements LayerEntry {}

  /** Hides the path, and all below it, of the layers below. */
  record Whiteout(EntryPath path) implements LayerEntry {}

  /**
   * Hides what the layers below have in this directory. Unless the layer names the directory too,
   * it is a new one, as if no layer named it.
   */
  record Opaque(EntryPath path) implements LayerEntry {}
}
