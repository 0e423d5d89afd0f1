package dev.lamina.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.CheckContract;
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
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store may lie where the rules are those of Windows: backslashes and drives, names of any case
 * and without colons, no POSIX attributes. The trees of images are what they are everywhere.
 */
final class VfsImageStoreOnWindowsRulesTest
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
        PackedLayersContract,
        CheckContract {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.windows());

  @TempDir private Path directory;

  private int stores;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Override
  public ImageStore newStore() {
    return VfsImageStore.open(memory.getPath("C:\\stores\\store " + stores++));
  }

  @Override
  public Path root() {
    return memory.getPath("C:\\stores\\root");
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public ImageStore open(Path root) {
    return VfsImageStore.open(root);
  }

  @Override
  public ImageStore open(Path root, Clock clock) {
    return VfsImageStore.open(root, StoreOptions.defaults().clock(clock));
  }
}
