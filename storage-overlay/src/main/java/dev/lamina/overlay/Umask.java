package dev.lamina.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which permissions the files that this process makes do not get. */
final class Umask {
  private static final String LINE = "Umask:";
  private static final int ALL = 0777;

  private Umask() {}

  /** Returns the bits; all of them if they cannot be found out. */
  static int ofProcess() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(LINE))
          .mapToInt(line -> Integer.parseInt(line.substring(LINE.length()).strip(), 8))
          .findFirst()
          .orElse(ALL);
    } catch (IOException | NumberFormatException e) {
      return ALL;
    }
  }
}
