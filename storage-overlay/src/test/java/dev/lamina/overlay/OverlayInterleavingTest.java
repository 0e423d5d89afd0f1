package dev.lamina.overlay;

import dev.lamina.faults.Ground;
import dev.lamina.faults.InterleavingContract;
import dev.lamina.faults.Opening;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of this storage withstands what others do to it. */
final class OverlayInterleavingTest implements InterleavingContract {
  @TempDir private Path disk;

  private TestedGround tested;

  @BeforeEach
  void mountDisk() throws IOException {
    TestedOverlay.requireOfRoot(disk);
    tested = new TestedGround(disk);
  }

  @AfterEach
  void unmountDisk() throws IOException {
    if (tested != null) {
      tested.close();
    }
  }

  @Override
  public Opening opening() {
    return tested.opening();
  }

  @Override
  public Ground ground(Path directory) {
    return tested.ground();
  }

  @Override
  public int some() {
    return 2;
  }
}
