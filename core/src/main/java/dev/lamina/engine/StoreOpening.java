package dev.lamina.engine;

import dev.lamina.StoreOptions;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.StoreUse;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens a store for one who uses it side by side with others. */
final class StoreOpening {
  private StoreOpening() {}

  static Engine open(Path root, StorageDriver driver, StoreOptions options) throws IOException {
    createRoot(root);
    // Before anything else is written: the directory may be something else.
    StoreMarker unused = StoreMarker.claim(root, driver.name());
    StoreUse use = StoreUse.open(root, new StoreLayout(root).use(), options.lockTimeout());
    try {
      StoreMarker.sweep(root);
      // Once more: somebody may have been converting it.
      if (StoreMarker.claim(root, driver.name()).also().isPresent()) {
        ConvertedFiles.settle(root, driver);
      }
      return Engine.open(root, driver, options, use);
    } catch (IOException | RuntimeException e) {
      use.close();
      throw e;
    }
  }

  private static void createRoot(Path root) throws IOException {
    Path parent = root.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      createRoot(parent);
    }
    OwnerOnly.createDirectory(root);
  }
}
