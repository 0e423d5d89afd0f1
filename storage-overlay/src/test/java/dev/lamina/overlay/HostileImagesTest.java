package dev.lamina.overlay;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.HostileImagesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Images made to do harm, unpacked on the host's disk and mounted by it. */
final class HostileImagesTest implements HostileImagesContract {
  /** So long that what is deep in an image is deeper than the kernel goes. */
  private static final String STORE = "store".repeat(20);

  @TempDir private Path directory;

  @TempDir private Path roots;

  @BeforeEach
  void requireOverlayOfRoot() throws IOException {
    TestedOverlay.requireOfRoot(roots);
  }

  @Override
  public ImageStore newStore() {
    return OverlayImageStore.open(
        roots.resolve(STORE),
        StoreOptions.defaults().durability(Durability.FAST),
        TestedOverlay.options());
  }

  @Override
  public Path directory() {
    return directory;
  }

  /** No path of the host is longer than 4095 bytes. */
  @Override
  public Map<String, String> refusals() {
    return Map.of("nested-2000", "/d/d\": the path is too long");
  }

  @Override
  public boolean areLinksTheHosts() {
    return true;
  }
}
