package dev.lamina.examples.cli;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStore;
import dev.lamina.RepairReport;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina repair}: mends what a check finds, also if the store cannot be opened. */
@Command(
    name = "repair",
    description = "Check the files of the store, and mend what can be mended",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class RepairCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "how closely to look: structure, digests, contents or mountable")
  private CheckLevel level = CheckLevel.CONTENTS;

  @Option(names = "--dry-run", description = "say what would be done, and do nothing")
  private boolean isDryRun;

  RepairCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      return repair(store);
    } catch (CorruptStoreException e) {
      int exit = print(lamina.repair(isDryRun));
      return isDryRun || exit != 0 ? exit : repairOpened();
    }
  }

  private int repairOpened() {
    try (ImageStore store = lamina.open()) {
      return repair(store);
    }
  }

  private int repair(ImageStore store) {
    CheckReport report = store.check(level);
    return print(isDryRun ? store.planRepair(report) : store.repair(report));
  }

  private int print(RepairReport report) {
    if (!report.steps().isEmpty()) {
      terminal.out().println(report);
    }
    return report.isComplete() && report.lost().isEmpty() ? 0 : 1;
  }
}
