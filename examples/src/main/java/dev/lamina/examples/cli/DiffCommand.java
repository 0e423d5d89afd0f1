package dev.lamina.examples.cli;

import dev.lamina.FileChange;
import dev.lamina.ImageStore;
import dev.lamina.WritableMount;
import dev.lamina.spi.ByteNames;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina diff}: shows what has changed in a container. */
@Command(
    name = "diff",
    description = "Inspect changes to files or directories on a container's filesystem",
    customSynopsis = "${COMMAND-FULL-NAME} CONTAINER")
final class DiffCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Parameters(paramLabel = "CONTAINER", description = "a name or an ID")
  private String container = "";

  DiffCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open();
        WritableMount mount = store.mountContainer(container);
        Stream<FileChange> changes = mount.changes()) {
      changes.forEach(change -> terminal.out().println(ByteNames.escape(change.toString())));
    }
    return 0;
  }
}
