package dev.lamina.overlay;

import dev.lamina.contract.MovedDriver;
import dev.lamina.engine.ImageStores;
import dev.lamina.faults.DiskGround;
import dev.lamina.faults.Ground;
import dev.lamina.faults.Opening;
import dev.lamina.spi.StorageDriver;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A disk in memory, on which stores are tried while calls of the system go wrong. */
final class TestedGround implements Closeable {
  private final Path directory;
  private final OverlayProbe probe;

  /** Mounts the disk. */
  TestedGround(Path directory) throws IOException {
    this.directory = directory.toRealPath();
    Posix.mount(
        this.directory, "faults", "tmpfs", 0, "mode=700".getBytes(StandardCharsets.US_ASCII));
    probe = KnownProbes.of(this.directory, TestedOverlay.options());
    Posix.passThrough(new FaultyCalls());
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

  @Override
  public void close() throws IOException {
    Posix.passThrough(CallGate.OPEN);
    unmountAll(directory);
  }
}
