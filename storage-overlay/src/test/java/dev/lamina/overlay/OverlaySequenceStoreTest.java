package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.OverlaySequenceContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The mounts of a store answer as any other overlayfs. */
final class OverlaySequenceStoreTest implements OverlaySequenceContract {
  @TempDir private Path directory;

  @TempDir private Path roots;

  @BeforeEach
  void requireOverlayOfRoot() throws IOException {
    TestedOverlay.requireOfRoot(roots);
  }

  @Override
  public ImageStore newStore() {
    return OverlayImageStore.open(
        roots.resolve("store"),
        StoreOptions.defaults().durability(Durability.FAST),
        TestedOverlay.options());
  }

  @Override
  public Path directory() {
    return directory;
  }
}
