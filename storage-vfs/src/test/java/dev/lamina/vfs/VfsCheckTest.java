package dev.lamina.vfs;

import dev.lamina.ImageStore;
import dev.lamina.contract.CheckContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The storage in pure Java says what is wrong with a store, and mends it. */
final class VfsCheckTest implements CheckContract {
  @TempDir private Path roots;

  @Override
  public Path root() {
    return roots.resolve("root");
  }

  @Override
  public ImageStore open(Path root) {
    return VfsImageStore.open(root);
  }
}
