package dev.lamina.faults;

import java.io.IOException;

/** Where stores are tried. */
public interface Ground {
  /** Returns a new, empty directory. */
  Plot plot() throws IOException;

  /** Returns whether a power failure can be tried, which takes what was not forced. */
  boolean losesPower();

  /** In memory, on a file system of its own for each store. */
  Ground MEMORY =
      new Ground() {
        @Override
        public Plot plot() throws IOException {
          return MemoryPlot.of(FileTree.EMPTY);
        }

        @Override
        public boolean losesPower() {
          return true;
        }
      };
}
