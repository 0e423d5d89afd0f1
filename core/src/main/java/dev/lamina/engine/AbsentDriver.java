package dev.lamina.engine;

import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.spi.DriverMount;
import dev.lamina.spi.LayerStack;
import dev.lamina.spi.MountOptions;
import dev.lamina.spi.MountPlace;
import dev.lamina.spi.StorageDriver;
import dev.lamina.spi.WritableDriverMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Stands for a storage that is not there: it shows nothing, but can be converted from. */
record AbsentDriver(String name, Path root, Optional<String> reason) implements StorageDriver {
  private UnsupportedStorageException refusal() {
    return new UnsupportedStorageException(
        "cannot read what was changed in the containers of the store %s: the storage %s %s"
            .formatted(
                root,
                name,
                reason
                    .map(why -> "does not work here\n" + why)
                    .orElse("is not on the class or module path")));
  }

  @Override
  public DriverMount mount(LayerStack stack, MountPlace place, MountOptions options) {
    throw refusal();
  }

  @Override
  public WritableDriverMount mountWritable(LayerStack stack, Path changes, MountOptions options) {
    throw refusal();
  }

  @Override
  public void delete(Path directory) throws IOException {
    FileTreeDeleter.delete(directory);
  }

  @Override
  public Map<String, String> describe(LayerStack stack) {
    return Map.of();
  }
}
