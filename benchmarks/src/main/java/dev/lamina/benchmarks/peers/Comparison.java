package dev.lamina.benchmarks.peers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What several tools took for the same.
 *
 * @param operation what was done
 * @param input with what
 * @param results of each tool, ours first
 */
record Comparison(String operation, String input, List<Result> results) {
  /** The tool that others are compared with. */
  private static final String OURS = "lamina";

  /** The medians of a tool's runs, which were so many. */
  record Result(String tool, double wall, double cpu, int runs) {
    boolean isOurs() {
      return tool.startsWith(OURS);
    }
  }

  /** Compares what belongs together, in the order in which it was first done. */
  static List<Comparison> of(List<Run> runs) {
    Map<List<String>, List<Run>> groups =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    run -> List.of(run.operation(), run.input()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return groups.entrySet().stream()
        .map(
            group ->
                new Comparison(
                    group.getKey().get(0), group.getKey().get(1), results(group.getValue())))
        .toList();
  }

  private static List<Result> results(List<Run> runs) {
    Map<String, List<Run>> tools =
        runs.stream()
            .collect(Collectors.groupingBy(Run::tool, LinkedHashMap::new, Collectors.toList()));
    return tools.entrySet().stream()
        .map(
            tool ->
                new Result(
                    tool.getKey(),
                    median(tool.getValue(), Run::wall),
                    median(tool.getValue(), Run::cpu),
                    tool.getValue().size()))
        .sorted((a, b) -> Boolean.compare(b.isOurs(), a.isOurs()))
        .toList();
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
    double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Returns how many times as long as ours another took. */
  double ratio(Result other) {
    return other.wall() / results.get(0).wall();
  }

  /** Returns what took the longest. */
  double longest() {
    return results.stream().mapToDouble(Result::wall).max().orElseThrow();
  }
}
