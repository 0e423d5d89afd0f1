package dev.lamina.examples.cli;

import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import dev.lamina.RemovalOutcome;
import dev.lamina.RemoveOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina rmi}: removes images as {@code docker rmi} does. */
@Command(
    name = "rmi",
    description = "Remove one or more images",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE [IMAGE...]")
final class RmiCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;
  private final Several several;

  @Option(
      names = {"-f", "--force"},
      description = "also if it has several names or a container that has ended")
  private boolean force;

  @Option(names = "--no-prune", description = "leave the nameless images that it was made from")
  private boolean keepsParents;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "names or IDs")
  private List<String> images = new ArrayList<>();

  /** Whether nothing went wrong but that something was not there. */
  private boolean isMerelyMissing = true;

  RmiCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
    this.several = new Several(terminal);
  }

  @Override
  public Integer call() throws Exception {
    List<RemoveOption> options = new ArrayList<>();
    if (force) {
      options.add(RemoveOption.FORCE);
    }
    if (keepsParents) {
      options.add(RemoveOption.NO_PRUNE);
    }
    try (ImageStore store = lamina.open()) {
      for (RemovalOutcome outcome :
          store.removeEach(images, options.toArray(RemoveOption[]::new))) {
        print(outcome);
      }
    }
    int exit = several.finish();
    return force && isMerelyMissing ? 0 : exit;
  }

  private void print(RemovalOutcome outcome) throws Exception {
    outcome.removal().ifPresent(done -> done.steps().forEach(terminal.out()::println));
    if (outcome.failure().isPresent()) {
      fail(outcome.argument(), outcome.failure().get());
    }
  }

  private void fail(String image, RuntimeException failure) throws Exception {
    if (failure instanceof ImageNotFoundException
        || (failure instanceof InvalidReferenceException && TypedName.isLost(image))) {
      several.fail("Error: No such image: " + image);
    } else {
      isMerelyMissing = false;
      several.fail(Failures.line(failure));
    }
  }
}
