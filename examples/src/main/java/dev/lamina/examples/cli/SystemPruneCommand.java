package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.DiskUsage.ContainerUsage;
import dev.lamina.ImageStore;
import dev.lamina.PruneOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina system prune}: removes containers that do not run, and images nothing needs. */
@Command(
    name = "prune",
    description = "Remove unused data",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class SystemPruneCommand implements Callable<Integer> {
  private static final String WARNING =
      """
      WARNING! This will remove:
        - all stopped containers
        - all %s
      """;

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-a", "--all"},
      description = "every image that no container uses, not just the nameless")
  private boolean all;

  @Option(
      names = {"-f", "--force"},
      description = "do not ask")
  private boolean force;

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      converter = FilterArgument.class,
      description = "take only what meets a condition, such as until=24h")
  private List<String> filters = new ArrayList<>();

  SystemPruneCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    String images =
        all ? "images without at least one container associated to them" : "dangling images";
    if (force || Prompt.confirms(terminal, WARNING.formatted(images))) {
      PruneOption[] options = PruneFilters.of(all, filters);
      try (ImageStore store = lamina.open()) {
        PruneSummary summary = new PruneSummary();
        removeContainers(store, options, summary);
        terminal.out().print(summary.images(store.prune(options)));
      }
    }
    return 0;
  }

  private void removeContainers(ImageStore store, PruneOption[] options, PruneSummary summary) {
    List<String> removed = new ArrayList<>();
    long bytes = 0;
    for (ContainerUsage usage : store.diskUsage().containers()) {
      Container container = usage.container();
      boolean isWanted =
          Arrays.stream(options)
              .allMatch(o -> PruneFilters.takes(o, container, terminal.clock().instant()));
      if (isWanted && !container.status().isRunning()) {
        store.removeContainer(container.id().toString());
        removed.add(container.id().toString());
        bytes += usage.writtenBytes();
      }
    }
    summary.containers(removed, bytes);
  }
}
