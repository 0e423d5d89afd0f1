package dev.lamina.internal.catalog;

import dev.lamina.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that commits, and says after each commit that it is done. */
final class CatalogProcess {
  private CatalogProcess() {}

  /** Takes the root, the number of the first image, and how many to add. */
  public static void main(String[] args) throws IOException {
    int first = Integer.parseInt(args[1]);
    int count = Integer.parseInt(args[2]);
    try (Catalog catalog =
        Catalog.open(Path.of(args[0]), Durability.FAST, Duration.ofSeconds(60), 50_000)) {
      for (int i = first; i < first + count; i++) {
        int number = i;
        catalog.commit(state -> CatalogExamples.adding(number));
        System.out.write((number + "\n").getBytes(StandardCharsets.US_ASCII));
        System.out.flush();
      }
    }
  }

  /** Starts such a process, with a small heap. */
  static Process start(Path root, int first, int count) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            CatalogProcess.class.getName(),
            root.toString(),
            Integer.toString(first),
            Integer.toString(count));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
