package dev.lamina.faults;

import dev.lamina.ImageStore;
import dev.lamina.StoreOptions;
import java.nio.file.Path;

/** Opens a store, of whatever storage it is now; a new one is of the storage that is tested. */
@FunctionalInterface
public interface Opening {
  ImageStore open(Path root, StoreOptions options);
}
