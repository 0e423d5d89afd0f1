package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.ContainerId;
import dev.lamina.Containers;
import dev.lamina.DiskUsage.ContainerUsage;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.examples.cli.template.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina ps}: lists containers as {@code docker ps} does. */
@Command(
    name = "ps",
    description = "List containers",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class PsCommand implements Callable<Integer> {
  private static final String TABLE =
      "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}"
          + "\t{{.Status}}\t{{.Ports}}\t{{.Names}}";
  private static final String RAW =
      """
      container_id: {{.ID}}
      image: {{.Image}}
      command: {{.Command}}
      created_at: {{.CreatedAt}}
      state: {{- pad .State 1 0}}
      status: {{- pad .Status 1 0}}
      names: {{.Names}}
      labels: {{- pad .Labels 1 0}}
      ports: {{- pad .Ports 1 0}}
      """;

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-a", "--all"},
      description = "show containers that do not run, too")
  private boolean all;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      converter = FilterArgument.class,
      description = "show only what meets a condition, such as ancestor=app")
  private List<String> filters = new ArrayList<>();

  @Option(names = "--format", paramLabel = "FORMAT", description = "json, or a Go template")
  private String format = "";

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      description = "show the newest, whether they run or not")
  private int last = -1;

  @Option(
      names = {"-l", "--latest"},
      description = "show the newest one, whether it runs or not")
  private boolean latest;

  @Option(names = "--no-trunc", description = "show IDs and commands in full")
  private boolean full;

  @Option(
      names = {"-q", "--quiet"},
      description = "show the IDs only")
  private boolean quiet;

  @Option(
      names = {"-s", "--size"},
      description = "show what they take")
  private boolean sizes;

  PsCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Row> rows;
    try (ImageStore store = lamina.open()) {
      Map<ContainerId, Long> written = sizes ? written(store) : Map.of();
      rows = chosen(store).stream().map(c -> row(store, c, written)).toList();
    }
    terminal.out().print(format().print(ContainerRow.HEADS, rows));
    return 0;
  }

  private List<Container> chosen(ImageStore store) {
    Containers containers = store.containers().filter(filters.toArray(String[]::new));
    boolean hasState = filters.stream().anyMatch(filter -> filter.startsWith("status="));
    int limit = latest ? 1 : last;
    if (!all && !hasState && limit < 0) {
      containers = containers.running();
    }
    return containers.stream().limit(limit < 0 ? Long.MAX_VALUE : limit).toList();
  }

  private Row row(ImageStore store, Container container, Map<ContainerId, Long> written) {
    String image = ContainerImage.of(store, container, full);
    return new ContainerRow(container, image, size(store, container, written))
        .fields(terminal.clock(), full);
  }

  private static Map<ContainerId, Long> written(ImageStore store) {
    return store.diskUsage().containers().stream()
        .collect(Collectors.toMap(u -> u.container().id(), ContainerUsage::writtenBytes));
  }

  private static String size(
      ImageStore store, Container container, Map<ContainerId, Long> written) {
    long own = written.getOrDefault(container.id(), 0L);
    long below = store.findImage(container.imageId()).map(Image::size).orElse(0L);
    String size = HumanSize.of(own);
    return below > 0 ? size + " (virtual " + HumanSize.of(own + below) + ")" : size;
  }

  private ListFormat format() {
    ListFormat chosen = ListFormat.of(format, quiet ? "{{.ID}}" : TABLE, Map.of("raw", RAW));
    return sizes ? chosen.withColumn("{{.Size}}") : chosen;
  }
}
