package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.RemoveContainerOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina rm}: removes containers, as {@code docker rm} does. */
@Command(
    name = "rm",
    description = "Remove one or more containers",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] CONTAINER [CONTAINER...]")
final class RmCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-f", "--force"},
      description = "also if it runs")
  private boolean force;

  @SuppressWarnings("unused")
  @Option(
      names = {"-v", "--volumes"},
      description = "accepted for the engine's sake: there are no volumes")
  private boolean volumes;

  @Parameters(arity = "1..*", paramLabel = "CONTAINER", description = "names or IDs")
  private List<String> containers = new ArrayList<>();

  RmCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    RemoveContainerOption[] options =
        force
            ? new RemoveContainerOption[] {RemoveContainerOption.FORCE}
            : new RemoveContainerOption[0];
    try (ImageStore store = lamina.open()) {
      return new Several(terminal).each(containers, name -> store.removeContainer(name, options));
    }
  }
}
