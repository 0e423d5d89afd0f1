package dev.lamina.examples.cli;

import dev.lamina.DiskUsage;
import dev.lamina.ImageStore;
import dev.lamina.examples.cli.template.Row;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina system df}: shows what images and containers take. */
@Command(
    name = "df",
    description = "Show docker disk usage",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class DfCommand implements Callable<Integer> {
  private static final String TABLE =
      "table {{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";
  private static final ListFormat IMAGES =
      table(
          "table {{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}"
              + "\t{{.Size}}\t{{.SharedSize}}\t{{.UniqueSize}}\t{{.Containers}}");
  private static final ListFormat CONTAINERS =
      table(
          "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}"
              + "\t{{.Size}}\t{{.RunningFor}}\t{{.Status}}\t{{.Names}}");

  /** What a store never has, and engines list none the less. */
  private static final String NOTHING_ELSE =
      """

      Local Volumes space usage:

      VOLUME NAME   LINKS     SIZE

      Build cache usage: 0B

      CACHE ID   CACHE TYPE   SIZE      CREATED   LAST USED   USAGE     SHARED
      """;

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-v", "--verbose"},
      description = "show each image and container")
  private boolean verbose;

  @Option(names = "--format", paramLabel = "FORMAT", description = "json, or a Go template")
  private String format = "";

  DfCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (verbose && !format.isEmpty()) {
      throw new CommandFailure("the verbose and the format options conflict");
    }
    try (ImageStore store = lamina.open()) {
      DiskUsage usage = store.diskUsage();
      terminal.out().print(verbose ? details(store, usage) : summary(usage));
    }
    return 0;
  }

  private static ListFormat table(String format) {
    return ListFormat.of("", format, Map.of());
  }

  private String summary(DiskUsage usage) {
    return ListFormat.of(format, TABLE, Map.of())
        .print(DiskUsageRows.HEADS, DiskUsageRows.summary(usage));
  }

  private String details(ImageStore store, DiskUsage usage) {
    List<Row> images =
        usage.images().stream().map(image -> DiskUsageRows.image(image, terminal.clock())).toList();
    List<Row> containers =
        usage.containers().stream()
            .map(container -> DiskUsageRows.container(container, store, terminal.clock()))
            .toList();
    return "Images space usage:\n\n"
        + IMAGES.print(ImageFormat.HEADS, images)
        + "\nContainers space usage:\n\n"
        + CONTAINERS.print(ContainerRow.HEADS, containers)
        + NOTHING_ELSE;
  }
}
