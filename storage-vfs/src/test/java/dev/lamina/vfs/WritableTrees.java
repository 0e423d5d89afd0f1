package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.spi.LayerTree;
import dev.lamina.spi.MountOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Opens trees that can be changed over others, with the changes in a directory. */
final class WritableTrees {
  private static final MountOptions OPTIONS = MountOptions.of(Clock.systemUTC(), Durability.FAST);

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
    return UpperTree.open(lower, Files.createDirectories(changes), OPTIONS);
  }
}
