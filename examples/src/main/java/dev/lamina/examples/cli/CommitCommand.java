package dev.lamina.examples.cli;

import dev.lamina.Committing;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina commit}: makes an image of a container, as {@code docker commit} does. */
@Command(
    name = "commit",
    description = "Create a new image from a container's changes",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] CONTAINER [REPOSITORY[:TAG]]")
final class CommitCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-a", "--author"},
      paramLabel = "TEXT",
      description = "who makes the image")
  private String author = "";

  @Option(
      names = {"-c", "--change"},
      paramLabel = "INSTRUCTION",
      description = "how containers run, as in a Dockerfile, such as 'CMD ls'")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "the image's message")
  private String message = "";

  @SuppressWarnings("unused")
  @Option(
      names = {"-p", "--pause"},
      arity = "0..1",
      fallbackValue = "true",
      description = "accepted for the engine's sake: nothing runs here")
  private boolean pause;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "a name or an ID")
  private String container = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "the image's name")
  private String name = "";

  CommitCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      Committing commit = store.commit(container).author(author).message(message);
      for (String change : changes) {
        commit = commit.change(change);
      }
      Image image = name.isEmpty() ? commit.unnamed() : commit.named(name);
      terminal.out().println(image.id());
    }
    return 0;
  }
}
