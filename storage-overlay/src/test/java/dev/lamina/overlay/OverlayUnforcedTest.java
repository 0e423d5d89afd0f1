package dev.lamina.overlay;

import dev.lamina.faults.Opening;
import dev.lamina.faults.UnforcedContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store of this storage loses nothing but the latest, which it may have unpacked. */
final class OverlayUnforcedTest implements UnforcedContract {
  @TempDir private Path directory;

  @BeforeEach
  void requireOverlay() throws IOException {
    TestedOverlay.require(directory);
  }

  @Override
  public Opening opening() {
    return (root, options) -> OverlayImageStore.open(root, options, TestedOverlay.options());
  }

  @Override
  public Path directory() {
    return directory;
  }
}
