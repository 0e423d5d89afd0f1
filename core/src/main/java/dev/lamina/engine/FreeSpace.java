package dev.lamina.engine;

import dev.lamina.ImageStoreException;
import dev.lamina.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses to begin what is known to fill the file system of the store. */
final class FreeSpace {
  private final Path root;
  private final Limits limits;

  FreeSpace(Path root, Limits limits) {
    this.root = root;
    this.limits = limits;
  }

  /**
   * Checks that there is room.
   *
   * @param bytes how many are known to be written
   * @param what what they are, for the message
   * @throws ImageStoreException if there is not
   */
  void require(long bytes, String what) {
    long needed = bytes + Math.min(limits.freeBytes(), Long.MAX_VALUE - bytes);
    long free = usable();
    if (needed > free) {
      throw new ImageStoreException(
          "no space left on device for %s: %d bytes are needed%s, and %d are free in %s"
              .formatted(what, bytes, floor(), free, root));
    }
  }

  private String floor() {
    return limits.freeBytes() == 0
        ? ""
        : " and %d are to stay free (Limits.freeBytes)".formatted(limits.freeBytes());
  }

  private long usable() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException | UnsupportedOperationException e) {
      return Long.MAX_VALUE; // Not every file system knows.
    }
  }
}
