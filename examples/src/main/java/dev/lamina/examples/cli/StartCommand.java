package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina start}: says that containers run. */
@Command(
    name = "start",
    description = "Start one or more stopped containers",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] CONTAINER [CONTAINER...]")
final class StartCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "names or IDs")
  private List<String> containers = new ArrayList<>();

  StartCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    List<String> failed = new ArrayList<>();
    try (ImageStore store = lamina.open()) {
      for (String container : containers) {
        try {
          store.start(container);
          terminal.out().println(container);
        } catch (RuntimeException e) {
          terminal.fail(Failures.line(e));
          failed.add(container);
        }
      }
    }
    if (!failed.isEmpty()) {
      terminal.fail("Error: failed to start containers: " + String.join(", ", failed));
    }
    return failed.isEmpty() ? 0 : 1;
  }
}
