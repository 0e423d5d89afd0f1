package dev.lamina.engine;

import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.ContainerDirectory;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.io.FileTreeDeleter;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Loggers;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a conversion leaves, done or not: the marker says which storage the store is of, and that
 * storage's files get their places; the other's go.
 */
final class ConvertedFiles {
  private ConvertedFiles() {}

  /** Settles it; what cannot be done now is done when the store is opened the next time. */
  static void settle(Path root, StorageDriver driver) {
    try {
      if (settleAll(root, driver)) {
        StoreMarker.write(root, driver.name(), Optional.empty());
      }
    } catch (IOException | RuntimeException e) {
      Loggers.of(ConvertedFiles.class)
          .log(Level.WARNING, "files of another storage stay in the store " + root, e);
    }
  }

  /** Returns whether nothing is left. */
  private static boolean settleAll(Path root, StorageDriver driver) throws IOException {
    StoreLayout layout = new StoreLayout(root);
    BlobStore blobs = new BlobStore(layout, Fsync.FULL);
    boolean isSettled = true;
    for (String id : blobs.containers()) {
      Optional<ContainerDirectory> claimed = blobs.claimContainer(id);
      isSettled &= claimed.isPresent(); // Who has it settles it, but perhaps not before this ends.
      if (claimed.isPresent()) {
        try (ContainerDirectory directory = claimed.get()) {
          Path unused = directory.changes(driver.name());
        }
      }
    }
    if (driver.unpacking() == StorageDriver.Unpacking.NEVER) {
      FileTreeDeleter.delete(layout.unpacked());
      blobs.deleteFrames();
    }
    return isSettled;
  }
}
