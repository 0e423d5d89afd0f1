package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.PruneOption;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina image prune}: removes images that nothing needs. */
@Command(
    name = "prune",
    description = "Remove unused images",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class ImagePruneCommand implements Callable<Integer> {
  private static final String DANGLING = "WARNING! This will remove all dangling images.";
  private static final String UNUSED =
      "WARNING! This will remove all images without at least one container associated to them.";

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

  ImagePruneCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    PruneSummary summary = new PruneSummary();
    if (force || Prompt.confirms(terminal, all ? UNUSED : DANGLING)) {
      PruneOption[] options = PruneFilters.of(all, filters);
      try (ImageStore store = lamina.open()) {
        summary.images(store.prune(options));
      }
    }
    terminal.out().print(summary);
    return 0;
  }
}
