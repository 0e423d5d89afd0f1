package dev.lamina.examples.cli;

import dev.lamina.Exporting;
import dev.lamina.ImageStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina export}: writes a container's files as a tar, as {@code docker export} does. */
@Command(
    name = "export",
    description = "Export a container's filesystem as a tar archive",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] CONTAINER")
final class ExportCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "a file instead of standard output")
  private @Nullable Path output;

  @Parameters(paramLabel = "CONTAINER", description = "a name or an ID")
  private String container = "";

  ExportCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (output != null) {
      OutputFile.check(output, "export container");
    } else {
      terminal.refuseScreen();
    }
    try (ImageStore store = lamina.open()) {
      Exporting export = store.export(container);
      if (output != null) {
        export.to(output);
      } else {
        export.to(terminal.out());
      }
    }
    return 0;
  }
}
