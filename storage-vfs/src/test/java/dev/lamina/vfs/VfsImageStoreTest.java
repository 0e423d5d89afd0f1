package dev.lamina.vfs;

import dev.lamina.Durability;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.ImageStoreContract;
import dev.lamina.contract.LifecycleContract;
import dev.lamina.contract.LoadContract;
import dev.lamina.contract.LoadProgressContract;
import dev.lamina.contract.MountContract;
import dev.lamina.contract.OciLayoutContract;
import dev.lamina.contract.OwnFileSystemContract;
import dev.lamina.contract.OwnUnionContract;
import dev.lamina.contract.PackedLayersContract;
import dev.lamina.contract.RecordedLoadContract;
import dev.lamina.contract.RefusedLoadContract;
import dev.lamina.contract.SharedRemovalContract;
import dev.lamina.contract.SharedStoreContract;
import dev.lamina.contract.UnionContract;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The storage on the default file system does all that a storage must. */
final class VfsImageStoreTest
    implements ImageStoreContract,
        LifecycleContract,
        LoadContract,
        LoadProgressContract,
        RefusedLoadContract,
        RecordedLoadContract,
        OciLayoutContract,
        MountContract,
        OwnFileSystemContract,
        UnionContract,
        OwnUnionContract,
        SharedRemovalContract,
        SharedStoreContract,
        PackedLayersContract {
  @TempDir private Path directory;

  @TempDir private Path roots;

  private int stores;

  @Override
  public ImageStore newStore() {
    return VfsImageStore.open(
        roots.resolve("store" + stores++),
        StoreOptions.defaults().durability(Durability.FAST)); // Hundreds of them: spare the disk.
  }

  @Override
  public ImageStore open(Path root) {
    return VfsImageStore.open(root);
  }

  @Override
  public ImageStore open(Path root, Clock clock) {
    return VfsImageStore.open(root, StoreOptions.defaults().clock(clock));
  }

  @Override
  public Path root() {
    return roots.resolve("root");
  }

  @Override
  public Path directory() {
    return directory;
  }
}
