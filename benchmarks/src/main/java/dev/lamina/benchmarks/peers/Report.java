package dev.lamina.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Prints the table of a comparison, and draws it.
 *
 * <p>Arguments: the table of runs, and the picture's file.
 */
public final class Report {
  private Report() {}

  /** Reads the runs, prints the table, and writes the picture. */
  public static void main(String[] args) throws IOException {
    List<Run> runs;
    try (Stream<String> lines = Files.lines(Path.of(args[0]))) {
      runs = lines.skip(1).map(Run::parse).toList();
    }
    List<Comparison> comparisons = Comparison.of(runs);
    System.out.println("| operation | input | tool | s | CPU s | ratio | runs |");
    System.out.println("|---|---|---|---:|---:|---:|---:|");
    comparisons.forEach(Report::print);
    Files.writeString(Path.of(args[1]), Plot.of(comparisons));
  }

  private static void print(Comparison comparison) {
    for (Comparison.Result result : comparison.results()) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.2f | %.2f | %.2f | %d |%n",
          comparison.operation(),
          comparison.input(),
          result.tool(),
          result.wall(),
          result.cpu(),
          comparison.ratio(result),
          result.runs());
    }
  }
}
