package dev.lamina.examples.cli;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.ImageStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina check}: says what is wrong with the files of the store. */
@Command(
    name = "check",
    description = "Check the files of the store",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class CheckCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "how closely: structure, digests, contents or mountable")
  private CheckLevel level = CheckLevel.CONTENTS;

  CheckCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      CheckReport report = store.check(level);
      terminal.out().println(report);
      return report.isClean() ? 0 : 1;
    }
  }
}
