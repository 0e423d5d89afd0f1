package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina pause}: says that containers are held. */
@Command(
    name = "pause",
    description = "Pause all processes within one or more containers",
    customSynopsis = "${COMMAND-FULL-NAME} CONTAINER [CONTAINER...]")
final class PauseCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "names or IDs")
  private List<String> containers = new ArrayList<>();

  PauseCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (ImageStore store = lamina.open()) {
      return new Several(terminal).each(containers, store::pause);
    }
  }
}
