package dev.lamina.overlay;

import dev.lamina.faults.Ground;
import dev.lamina.faults.InterleavingContract;
import dev.lamina.faults.Opening;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store of this storage withstands what others do to it. */
final class OverlayInterleavingTest implements InterleavingContract {
  @RegisterExtension private final TestedGround tested = new TestedGround();

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
