package dev.lamina.internal.unpack;

import dev.lamina.spi.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;

/** What becomes of entries that no file of this library's making can stand for. */
public interface UnusualEntries {
  /** Leaves out devices and named pipes, and refuses what hides files of other layers. */
  UnusualEntries OF_WHOLE_TREES =
      new UnusualEntries() {
        @Override
        public void addWhiteout(Path path) {
          throw new IllegalArgumentException("a whiteout, in a tree without layers");
        }

        @Override
        public void addOpaque(Path directory) {
          throw new IllegalArgumentException("an opaque directory, in a tree without layers");
        }

        @Override
        public boolean addSpecial(LayerEntry entry, Path path) {
          return false;
        }
      };

  /** Takes a path that is hidden in the layers below. */
  void addWhiteout(Path path) throws IOException;

  /** Takes a directory, which is there, whose files in the layers below are hidden. */
  void addOpaque(Path directory) throws IOException;

  /**
   * Makes a device or a named pipe.
   *
   * @return whether it was made, with its attributes
   */
  boolean addSpecial(LayerEntry entry, Path path) throws IOException;
}
