package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.OverlaySequenceContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The virtual trees of a store answer as overlayfs does. */
final class OverlaySequenceStoreTest implements OverlaySequenceContract {
  @TempDir private Path directory;

  @TempDir private Path roots;

  @Override
  public ImageStore newStore() {
    return VfsImageStore.open(
        roots.resolve("store"), StoreOptions.defaults().durability(Durability.FAST));
  }

  @Override
  public Path directory() {
    return directory;
  }
}
