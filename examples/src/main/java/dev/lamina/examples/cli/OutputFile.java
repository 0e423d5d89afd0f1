package dev.lamina.examples.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where a command is to write, as {@code --output} says. */
final class OutputFile {
  private OutputFile() {}

  /**
   * Refuses a path whose directory is not there.
   *
   * @param purpose what the command was to do
   */
  static void check(Path path, String purpose) {
    Path directory = path.toAbsolutePath().normalize().getParent();
    if (directory != null && !Files.exists(directory)) {
      throw new CommandFailure(
          "failed to "
              + purpose
              + ": invalid output path: directory \""
              + directory
              + "\" does not exist");
    }
  }
}
