package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Lists directories, all at once; an error on the way is an error, which the JDK lets run on. */
public final class Listing {
  private Listing() {}

  /** Returns what is in a directory, in no order. */
  public static List<Path> of(Path directory) throws IOException {
    return of(directory, child -> true);
  }

  /** Returns what is in a directory, in no order; nothing if there is no directory. */
  public static List<Path> ofExisting(Path directory) throws IOException {
    try {
      return of(directory);
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Returns what is in a directory and is accepted, in no order. */
  public static List<Path> of(Path directory, DirectoryStream.Filter<? super Path> filter)
      throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, filter)) {
      children.forEach(found::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return found;
  }
}
