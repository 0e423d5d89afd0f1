package dev.lamina.overlay;

import dev.lamina.ImageStore;
import dev.lamina.contract.CheckContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage that mounts says what is wrong with a store, and mends it. */
final class OverlayCheckTest implements CheckContract {
  @TempDir private Path roots;

  @BeforeEach
  void requireOverlay() throws IOException {
    TestedOverlay.require(roots);
  }

  @Override
  public Path root() {
    return roots.resolve("root");
  }

  @Override
  public ImageStore open(Path root) {
    return OverlayImageStore.open(root, TestedOverlay.options());
  }
}
