package dev.lamina.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Looks whether files are there, and fails if that cannot be known: the JDK says then that they are
 * not, which must not be believed where something is given up, left out or made anew.
 */
public final class Presence {
  private Presence() {}

  /** Returns whether something is there, behind symbolic links. */
  public static boolean exists(Path path) throws IOException {
    return attributes(path).isPresent();
  }

  /** Returns whether a directory is there, behind symbolic links. */
  public static boolean isDirectory(Path path) throws IOException {
    return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
