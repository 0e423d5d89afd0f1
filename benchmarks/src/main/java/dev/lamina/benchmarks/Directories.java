package dev.lamina.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directories of benchmarks. */
final class Directories {
  private Directories() {}

  /** Makes an empty directory. */
  static Path make() throws IOException {
    return Files.createTempDirectory("lamina-benchmark");
  }

  /** Removes a directory and all in it. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
