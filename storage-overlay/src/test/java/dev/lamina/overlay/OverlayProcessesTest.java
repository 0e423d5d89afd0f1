package dev.lamina.overlay;

import dev.lamina.processes.ContentionContract;
import dev.lamina.processes.EnduranceContract;
import dev.lamina.processes.FullDiskContract;
import dev.lamina.processes.KilledProcessContract;
import dev.lamina.processes.ManyProcessesContract;
import dev.lamina.processes.PermissionsContract;
import dev.lamina.processes.PowerLossContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The storage that mounts, and processes that are killed. */
final class OverlayProcessesTest
    implements KilledProcessContract,
        PowerLossContract,
        ManyProcessesContract,
        ContentionContract,
        FullDiskContract,
        PermissionsContract,
        EnduranceContract {
  @TempDir private Path directory;

  @BeforeEach
  void requireOverlay() throws IOException {
    TestedOverlay.require(directory);
  }

  /** What a killed process has mounted must not keep the directory from being deleted. */
  @AfterEach
  void unmount() throws IOException {
    for (Path point : MountTable.read().in(directory.toRealPath())) {
      Posix.unmount(point, Posix.MNT_DETACH);
    }
  }

  @Override
  public String storage() {
    return "overlay";
  }

  @Override
  public boolean mountsInTheStore() {
    return true;
  }

  @Override
  public boolean worksForEverybody() {
    return false;
  }

  @Override
  public Path directory() {
    return directory;
  }
}
