package dev.lamina.examples.cli;

import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.Inspection;
import dev.lamina.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina inspect}: prints the JSON that {@code docker inspect} prints. */
@Command(
    name = "inspect",
    description = "Display detailed information on one or more images",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE [IMAGE...]")
final class InspectCommand implements Callable<Integer> {
  /** What an inspected object can be. */
  enum Type {
    /** An image: there is nothing else here. */
    IMAGE
  }

  private final Lamina lamina;
  private final Terminal terminal;
  private final String noun;

  @Option(names = "--type", paramLabel = "TYPE", description = "image: there is nothing else")
  private @Nullable Type type;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "names or IDs")
  private List<String> images = new ArrayList<>();

  private final List<Inspection> found = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  /**
   * Makes the command.
   *
   * @param noun what a missing thing is called, unless an option says what it is
   */
  InspectCommand(Lamina lamina, Terminal terminal, String noun) {
    this.lamina = lamina;
    this.terminal = terminal;
    this.noun = noun;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      images.forEach(image -> inspect(store, image));
    }
    terminal.out().print(Inspection.toJson(found));
    errors.forEach(terminal::fail);
    return errors.isEmpty() ? 0 : 1;
  }

  private void inspect(ImageStore store, String image) {
    try {
      found.add(store.inspect(image));
    } catch (ImageNotFoundException e) {
      errors.add(missing(image));
    } catch (InvalidReferenceException e) {
      // On its way to an engine, an empty name or a doubled slash gets lost.
      boolean isLost = image.isEmpty() || image.contains("//");
      errors.add(
          isLost ? missing(image) : "Error: no such image: " + image + ": " + e.getMessage());
    }
  }

  private String missing(String image) {
    return "Error: No such " + (type == null ? noun : "image") + ": " + image;
  }
}
