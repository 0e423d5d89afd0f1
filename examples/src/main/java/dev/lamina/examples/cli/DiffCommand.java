package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.ImageStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina diff}: shows what a container wrote, which is nothing: none can write yet. */
@Command(
    name = "diff",
    description = "Inspect changes to files or directories on a container's filesystem",
    customSynopsis = "${COMMAND-FULL-NAME} CONTAINER")
final class DiffCommand implements Callable<Integer> {
  private final Lamina lamina;

  @Parameters(paramLabel = "CONTAINER", description = "a name or an ID")
  private String container = "";

  DiffCommand(Lamina lamina) {
    this.lamina = lamina;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      Container unused = store.container(container);
    }
    return 0;
  }
}
