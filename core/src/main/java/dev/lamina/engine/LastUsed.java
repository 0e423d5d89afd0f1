package dev.lamina.engine;

import dev.lamina.Digest;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When images were last used: the time of an empty file for each, {@code used/HEX}, to the minute.
 * Not forced to the medium, and nothing waits for it: a use is no change of the store.
 */
final class LastUsed {
  private final Path directory;
  private final Catalog catalog;

  LastUsed(Path root, Catalog catalog) {
    this.directory = root.resolve("used");
    this.catalog = catalog;
  }

  Optional<Instant> of(Digest image) {
    try {
      return Optional.of(Files.getLastModifiedTime(file(image)).toInstant());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Notes a use, unless one was noted in the same minute. What was to use the image does not fail
   * if that cannot be noted.
   */
  void note(Digest image, Instant time) {
    Instant minute = time.truncatedTo(ChronoUnit.MINUTES);
    if (of(image).filter(minute::equals).isPresent()) {
      return;
    }
    try {
      OwnerOnly.createDirectory(directory);
      if (Files.notExists(file(image))) {
        OwnerOnly.createFile(file(image)).close();
      }
      Files.setLastModifiedTime(file(image), FileTime.from(minute));
      if (catalog.state().image(image).isEmpty()) {
        forget(image); // Who has just removed it may have done that before it was noted.
      }
    } catch (IOException | ReadOnlyFileSystemException | ImageStoreException e) {
      Loggers.of(LastUsed.class).log(Level.DEBUG, "the use of image " + image + " is not noted", e);
    }
  }

  /** Forgets an image that is gone. */
  void forget(Digest image) {
    try {
      Files.deleteIfExists(file(image));
    } catch (IOException e) {
      Loggers.of(LastUsed.class)
          .log(Level.DEBUG, "the last use of image " + image + " is not forgotten", e);
    }
  }

  /** Returns the directory that all the files are in. */
  Path directory() {
    return directory;
  }

  /** Returns the file of an image. */
  Path file(Digest image) {
    return directory.resolve(image.hex());
  }
}
