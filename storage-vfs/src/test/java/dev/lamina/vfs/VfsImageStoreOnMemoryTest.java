package dev.lamina.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import dev.lamina.contract.DurableStoreContract;
import dev.lamina.contract.SharedRemovalContract;
import dev.lamina.contract.SharedStoreContract;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A store may lie in any file system that Java knows. */
final class VfsImageStoreOnMemoryTest
    implements DurableStoreContract, SharedRemovalContract, SharedStoreContract {
  private final FileSystem memory =
      Jimfs.newFileSystem(
          Configuration.unix().toBuilder().setAttributeViews("basic", "posix").build());

  @TempDir private Path directory;

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Override
  public Path root() {
    return memory.getPath("/stores/root");
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
