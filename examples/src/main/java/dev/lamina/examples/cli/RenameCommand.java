package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina rename}: gives a container another name, as {@code docker rename} does. */
@Command(
    name = "rename",
    description = "Rename a container",
    customSynopsis = "${COMMAND-FULL-NAME} CONTAINER NEW_NAME")
final class RenameCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "a name or an ID")
  private String container = "";

  @Parameters(index = "1", paramLabel = "NEW_NAME", description = "the new name")
  private String name = "";

  RenameCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (ImageStore store = lamina.open()) {
      store.rename(container, name);
      return 0;
    } catch (RuntimeException e) {
      terminal.fail(Failures.line(e));
      throw new CommandFailure("Error: failed to rename container named " + container);
    }
  }
}
