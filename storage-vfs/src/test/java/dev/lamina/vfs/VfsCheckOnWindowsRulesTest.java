package dev.lamina.vfs;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.lamina.ImageStore;
import dev.lamina.contract.CheckContract;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

/** A store is checked wherever it lies, also where the rules are those of Windows. */
final class VfsCheckOnWindowsRulesTest implements CheckContract {
  private final FileSystem memory = Jimfs.newFileSystem(Configuration.windows());

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  @Override
  public Path root() {
    return memory.getPath("C:\\stores\\root");
  }

  @Override
  public ImageStore open(Path root) {
    return VfsImageStore.open(root);
  }
}
