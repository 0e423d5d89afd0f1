package dev.lamina.vfs;

import dev.lamina.faults.Opening;
import dev.lamina.faults.UnforcedContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A store of this storage loses nothing but the latest. */
final class VfsUnforcedTest implements UnforcedContract {
  @TempDir private Path directory;

  @Override
  public Opening opening() {
    return VfsImageStore::open;
  }

  @Override
  public Path directory() {
    return directory;
  }
}
