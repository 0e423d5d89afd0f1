package dev.lamina.vfs;

import dev.lamina.processes.ContentionContract;
import dev.lamina.processes.EnduranceContract;
import dev.lamina.processes.FullDiskContract;
import dev.lamina.processes.KilledProcessContract;
import dev.lamina.processes.ManyProcessesContract;
import dev.lamina.processes.PermissionsContract;
import dev.lamina.processes.PowerLossContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The storage on the default file system, and processes that are killed. */
final class VfsProcessesTest
    implements KilledProcessContract,
        PowerLossContract,
        ManyProcessesContract,
        ContentionContract,
        FullDiskContract,
        PermissionsContract,
        EnduranceContract {
  @TempDir private Path directory;

  @Override
  public String storage() {
    return "vfs";
  }

  @Override
  public Path directory() {
    return directory;
  }
}
