package dev.lamina.vfs;

import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.StorageDriverProvider;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The same storage under another name, and what is to happen before it takes changes over. */
final class MovedDriver implements StorageDriver {
  static final String NAME = "moved";

  /** What may go wrong. */
  @FunctionalInterface
  interface Fault {
    void strike(Path directory, boolean isDone) throws IOException;
  }

  private final VfsDriver driver = new VfsDriver();
  private final AtomicReference<Fault> fault = new AtomicReference<>((directory, isDone) -> {});

  /** Finds the driver by its name. */
  public static final class Provider implements StorageDriverProvider {
    @Override
    public String storage() {
      return NAME;
    }

    @Override
    public StorageDriver driver(Path root) {
      return new MovedDriver();
    }
  }

  MovedDriver failing(Fault other) {
    fault.set(other);
    return this;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options)
      throws IOException {
    return driver.mount(stack, place, options);
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options)
      throws IOException {
    return driver.mountWritable(stack, changes, options);
  }

  @Override
  public void receiveChanges(
      LayerStack stack, Path directory, MountOptions options, Changes changes) throws IOException {
    fault.get().strike(directory, false);
    driver.receiveChanges(stack, directory, options, changes);
    fault.get().strike(directory, true);
  }

  @Override
  public void delete(Path directory) throws IOException {
    driver.delete(directory);
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return driver.describe(stack);
  }
}
