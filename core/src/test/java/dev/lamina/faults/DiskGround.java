package dev.lamina.faults;

import dev.lamina.internal.io.FileTreeDeleter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Directories of a real file system, on which power failures cannot be tried: they are by {@code
 * PowerLossContract}.
 */
public final class DiskGround implements Ground {
  private final Path directory;
  private final Clearing clearing;
  private final AtomicInteger plots = new AtomicInteger();

  /** Clears a directory of what keeps it from being deleted. */
  @FunctionalInterface
  public interface Clearing {
    void of(Path directory) throws IOException;
  }

  /** Makes the ground in an empty directory. */
  public DiskGround(Path directory, Clearing clearing) {
    this.directory = directory;
    this.clearing = clearing;
  }

  @Override
  public Plot plot() throws IOException {
    Path own = Files.createDirectory(directory.resolve("plot" + plots.incrementAndGet()));
    return new DiskPlot(this, Files.createDirectory(own.resolve("store")));
  }

  @Override
  public boolean losesPower() {
    return false;
  }

  void delete(Path plot) throws IOException {
    clearing.of(plot);
    FileTreeDeleter.delete(plot);
  }
}
