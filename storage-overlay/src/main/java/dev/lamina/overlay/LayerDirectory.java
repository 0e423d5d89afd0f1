package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.spi.LayerContent;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A layer as a directory: {@code diff} is what overlayfs joins, {@code empty} is a directory
 * without anything, {@code notes} are {@link LayerNotes}, and {@code stacks} has what is needed
 * besides where the layer is the topmost of a stack.
 */
final class LayerDirectory {
  private LayerDirectory() {}

  /** Returns what a mount takes as a lower directory. */
  static Path diff(Path layer) {
    return layer.resolve("diff");
  }

  /** Returns a directory without anything in it. */
  static Path empty(Path layer) {
    return layer.resolve("empty");
  }

  /** Returns where is what stacks need besides. */
  static Path stacks(Path layer) {
    return layer.resolve("stacks");
  }

  /**
   * Unpacks a layer.
   *
   * @param directory an empty directory that only its owner can enter
   * @param durability {@code FULL} to begin to write to the medium, too
   * @throws IOException if the layer cannot be read, or an entry of it cannot be made, which the
   *     message names
   */
  static void unpack(LayerContent layer, Path directory, Marks marks, Durability durability)
      throws IOException {
    Path root = directory.toRealPath();
    EntryMaker.makeDirectory(empty(root));
    EntryMaker.makeDirectory(diff(root));
    Unpacking unpacking = new Unpacking(EntryMaker.inNew(diff(root), marks, durability));
    layer.entries(unpacking::addDirectory);
    layer.files(unpacking::addFile);
    layer.entries(unpacking::addOther);
    unpacking.finish();
    unpacking.notes().write(root);
  }
}
