package dev.lamina.internal.blob;

import dev.lamina.Digest;
import dev.lamina.internal.io.Loggers;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What can be made again from the blobs, as room that can be had on a full disk. */
public final class DerivedFiles {
  private static final String INDEX = ".index";

  private final StoreLayout layout;

  /** Makes a view of the derived files of a store. */
  public DerivedFiles(StoreLayout layout) {
    this.layout = layout;
  }

  /** Deletes one of the files, and returns whether there was one. */
  public boolean deleteOne() {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(layout.layers(), this::canBeMadeAgain)) {
      for (Path file : files) {
        Loggers.of(DerivedFiles.class)
            .log(Level.WARNING, "deleting {0}: the disk is full, and it can be made again", file);
        Files.delete(file);
        return true;
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      Loggers.of(DerivedFiles.class)
          .log(Level.WARNING, "cannot make room in " + layout.layers(), e);
      return false;
    }
  }

  /** An index has nothing to be made from where the frame is all that is kept of a layer. */
  private boolean canBeMadeAgain(Path file) {
    String name = file.getFileName().toString();
    if (!name.endsWith(INDEX)) {
      return !name.endsWith(StoreLayout.FRAME);
    }
    String hex = name.substring(0, name.length() - INDEX.length());
    return Files.notExists(layout.frame(Digest.parse("sha256:" + hex)));
  }
}
