package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina system collect}: deletes what killed processes have left. */
@Command(
    name = "collect",
    description = "Delete files of the store that belong to no image and no container",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class CollectCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "spare what was written since, such as 24h ago")
  private String until = "";

  CollectCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      terminal.out().print(new PruneSummary().files(store.collect(grace())));
    }
    return 0;
  }

  private Duration grace() {
    Clock clock = terminal.clock();
    return until.isEmpty()
        ? Duration.ZERO
        : Duration.between(TimeArgument.parse(until, clock), clock.instant());
  }
}
