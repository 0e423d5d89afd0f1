package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina stop}: says that containers have ended. */
@Command(
    name = "stop",
    description = "Stop one or more running containers",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] CONTAINER [CONTAINER...]")
final class StopCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @SuppressWarnings("unused")
  @Option(
      names = {"-t", "--time"},
      paramLabel = "SECONDS",
      description = "accepted for the engine's sake: nothing runs here")
  private int time;

  @Option(
      names = "--exit-code",
      paramLabel = "CODE",
      description = "what it ended with (default: ${DEFAULT-VALUE}, as what was killed)")
  private int exitCode = 137;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "names or IDs")
  private List<String> containers = new ArrayList<>();

  StopCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (ImageStore store = lamina.open()) {
      return new Several(terminal).each(containers, name -> store.stop(name, exitCode));
    }
  }
}
