package dev.lamina.testing;

import dev.lamina.ImageStore;
import dev.lamina.contract.ImageStoreContract;
import dev.lamina.contract.LifecycleContract;
import dev.lamina.contract.LoadContract;
import dev.lamina.contract.LoadProgressContract;
import dev.lamina.contract.MountContract;
import dev.lamina.contract.OciLayoutContract;
import dev.lamina.contract.OwnFileSystemContract;
import dev.lamina.contract.RecordedLoadContract;
import dev.lamina.contract.RefusedLoadContract;
import dev.lamina.contract.UnionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store in memory does all that a storage must, but to outlive its process. */
final class InMemoryImageStoreTest
    implements ImageStoreContract,
        LifecycleContract,
        LoadContract,
        LoadProgressContract,
        RefusedLoadContract,
        RecordedLoadContract,
        OciLayoutContract,
        MountContract,
        OwnFileSystemContract,
        UnionContract {
  @TempDir private Path directory;

  @Override
  public ImageStore newStore() {
    return InMemoryImageStore.create();
  }

  @Override
  public Path directory() {
    return directory;
  }
}
