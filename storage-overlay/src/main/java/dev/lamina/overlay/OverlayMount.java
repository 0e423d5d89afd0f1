package dev.lamina.overlay;

import dev.lamina.spi.DriverMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something that is mounted. */
final class OverlayMount implements DriverMount {
  private final Mounter mounter;
  private final Path root;
  private final AtomicBoolean closed = new AtomicBoolean();

  OverlayMount(Mounter mounter, Path root) {
    this.mounter = mounter;
    this.root = root;
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    end(() -> mounter.unmount(root));
  }

  @Override
  public void detach() throws IOException {
    end(() -> mounter.detach(root));
  }

  /** Takes a mount away. */
  @FunctionalInterface
  private interface Ending {
    void end() throws IOException;
  }

  private void end(Ending ending) throws IOException {
    if (closed.compareAndSet(false, true)) {
      boolean ended = false;
      try {
        ending.end();
        ended = true;
      } finally {
        closed.set(ended);
      }
    }
  }
}
