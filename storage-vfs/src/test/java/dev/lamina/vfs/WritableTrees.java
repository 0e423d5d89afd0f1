package dev.lamina.vfs;

import dev.lamina.spi.LayerTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Opens file systems that can be changed. */
final class WritableTrees {
  private final Path changes;

  WritableTrees(Path changes) {
    this.changes = changes;
  }

  UnionFileSystem open(LayerTree lower) throws IOException {
    return open(lower, Permissions.root());
  }

  UnionFileSystem open(LayerTree lower, Permissions user) throws IOException {
    return UnionFileSystem.open(tree(lower), List.of(), user, null);
  }

  WritableTree tree(LayerTree lower) throws IOException {
    return new MemoryTree(Clock.systemUTC()).copyOf(lower);
  }

  boolean remember() {
    return false;
  }
}
