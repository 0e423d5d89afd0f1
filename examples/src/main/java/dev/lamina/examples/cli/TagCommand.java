package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Reference;
import dev.lamina.Tag;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina tag}: gives an image a name, as {@code docker tag} does. */
@Command(
    name = "tag",
    description = "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE",
    customSynopsis = "${COMMAND-FULL-NAME} SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]")
final class TagCommand implements Callable<Integer> {
  private static final String AMBIGUOUS = "refusing to create an ambiguous tag";

  private final Lamina lamina;

  @Parameters(index = "0", paramLabel = "SOURCE_IMAGE", description = "a name or an ID")
  private String source = "";

  @Parameters(index = "1", paramLabel = "TARGET_IMAGE", description = "the new name")
  private String target = "";

  TagCommand(Lamina lamina) {
    this.lamina = lamina;
  }

  @Override
  public Integer call() {
    check(source, Reference::parse);
    check(target, Tag::parse);
    try (ImageStore store = lamina.open()) {
      store.tag(source).with(target);
    }
    return 0;
  }

  /** Engines' command lines look at the names before engines do, and say it their own way. */
  private static void check(String name, Function<String, Reference> parser) {
    try {
      Reference unused = parser.apply(name);
    } catch (InvalidReferenceException e) {
      String message = String.valueOf(e.getMessage());
      if (message.endsWith("with a digest reference")) {
        throw new CommandFailure(message);
      }
      if (!message.startsWith(AMBIGUOUS)) {
        throw new CommandFailure(
            "Error parsing reference: \"" + name + "\" is not a valid repository/tag: " + message);
      }
    }
  }
}
