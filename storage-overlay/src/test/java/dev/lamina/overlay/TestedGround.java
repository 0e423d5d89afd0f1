package dev.lamina.overlay;

import dev.lamina.contract.MovedDriver;
import dev.lamina.engine.ImageStores;
import dev.lamina.faults.DiskGround;
import dev.lamina.faults.Ground;
import dev.lamina.faults.Opening;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A disk in memory, mounted for one test, on which stores are tried while calls of the system go
 * wrong.
 */
final class TestedGround implements BeforeEachCallback, AfterEachCallback {
  private Path directory;
  private OverlayProbe probe;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path empty = Files.createTempDirectory("lamina-faults").toRealPath();
    empty.toFile().deleteOnExit();
    TestedOverlay.requireOfRoot(empty);
    Posix.mount(empty, "faults", "tmpfs", 0, "mode=700".getBytes(StandardCharsets.US_ASCII));
    directory = empty;
    probe = KnownProbes.of(directory, TestedOverlay.options());
    Posix.passThrough(new FaultyCalls());
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (directory != null) {
      Posix.passThrough(CallGate.OPEN);
      unmountAll(directory);
    }
  }

  Ground ground() {
    return new DiskGround(directory, TestedGround::unmountAll);
  }

  private static void unmountAll(Path directory) throws IOException {
    for (Path point : MountTable.read().in(directory)) {
      Posix.unmount(point, Posix.MNT_DETACH);
    }
  }

  Opening opening() {
    return (root, options) -> ImageStores.open(root, driver(root), options);
  }

  private StorageDriver driver(Path root) {
    return ImageStores.storageOf(root).filter(MovedDriver.NAME::equals).isPresent()
        ? new MovedDriver(driver())
        : driver();
  }

  /** Returns a new driver; the kernel does not mount copies of changes that it has an index of. */
  OverlayDriver driver() {
    return new OverlayDriver(probe, TestedOverlay.options().index(false));
  }
}
