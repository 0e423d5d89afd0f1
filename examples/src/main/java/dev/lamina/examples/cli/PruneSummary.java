package dev.lamina.examples.cli;

import dev.lamina.CollectReport;
import dev.lamina.PruneReport;
import dev.lamina.RemovalStep;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What a prune or a collection did, as engines print it. */
final class PruneSummary {
  private final StringBuilder text = new StringBuilder();
  private long reclaimed;

  /** Adds images. */
  PruneSummary images(PruneReport report) {
    reclaimed += report.reclaimedBytes();
    List<String> lines = report.steps().stream().map(PruneSummary::line).toList();
    return list("Deleted Images:", lines);
  }

  private static String line(RemovalStep step) {
    String line = step.toString();
    return Character.toLowerCase(line.charAt(0)) + line.substring(1);
  }

  /** Adds containers and what their layers had. */
  PruneSummary containers(List<String> ids, long bytes) {
    reclaimed += bytes;
    return list("Deleted Containers:", ids);
  }

  /** Adds files that belonged to nothing. */
  PruneSummary files(CollectReport report) {
    reclaimed += report.freedBytes();
    return list("Deleted Files:", report.deleted().stream().map(Path::toString).toList());
  }

  private PruneSummary list(String head, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append(lines.stream().collect(Collectors.joining("\n", head + "\n", "\n\n")));
    }
    return this;
  }

  /** Returns all that is printed. */
  @Override
  public String toString() {
    return text + "Total reclaimed space: " + HumanSize.precise(reclaimed) + "\n";
  }
}
