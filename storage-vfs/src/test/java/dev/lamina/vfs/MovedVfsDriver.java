package dev.lamina.vfs;

import dev.lamina.contract.MovedDriver;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

/** This storage under another name, and what is to happen before it takes changes over. */
final class MovedVfsDriver extends MovedDriver {
  private final AtomicReference<Fault> fault = new AtomicReference<>((directory, isDone) -> {});

  MovedVfsDriver() {
    super(new VfsDriver());
  }

  /** What may go wrong. */
  @FunctionalInterface
  interface Fault {
    void strike(Path directory, boolean isDone) throws IOException;
  }

  /** Finds the driver by its name. */
  public static final class Provider implements StorageDriverProvider {
    @Override
    public String storage() {
      return NAME;
    }

    @Override
    public StorageDriver driver(Path root) {
      return new MovedVfsDriver();
    }
  }

  MovedVfsDriver failing(Fault other) {
    fault.set(other);
    return this;
  }

  @Override
  public void receiveChanges(
      LayerStack stack, Path directory, MountOptions options, Changes changes) throws IOException {
    fault.get().strike(directory, false);
    super.receiveChanges(stack, directory, options, changes);
    fault.get().strike(directory, true);
  }
}
