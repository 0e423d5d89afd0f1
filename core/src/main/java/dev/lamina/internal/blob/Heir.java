package dev.lamina.internal.blob;

import java.io.IOException;
import java.nio.file.Path;

/** Takes over what a killed process has left in a directory, before it is deleted. */
@FunctionalInterface
public interface Heir {
  /**
   * Takes over.
   *
   * @throws IOException if something there is in use: the directory stays
   */
  void inherit(Path directory) throws IOException;
}
