package dev.lamina.examples.cli;

import dev.lamina.ContainerNotFoundException;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ImageStore;
import dev.lamina.InvalidReferenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina inspect}: prints the JSON that {@code docker inspect} prints. */
@Command(name = "inspect")
final class InspectCommand implements Callable<Integer> {
  private static final int NO_TEMPLATE = 64;

  private final Lamina lamina;
  private final Terminal terminal;
  private final Several several;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      description = "json, or a Go template")
  private String format = "";

  @Option(names = "--type", paramLabel = "TYPE", description = "image or container")
  private @Nullable InspectedType type;

  @SuppressWarnings("unused")
  @Option(
      names = {"-s", "--size"},
      description = "accepted for the engine's sake")
  private boolean size;

  @Parameters(arity = "1..*", paramLabel = "NAME|ID", description = "names or IDs")
  private List<String> names = new ArrayList<>();

  private final InspectedType usual;

  /**
   * Makes the command.
   *
   * @param usual what is looked for, unless an option says what
   */
  InspectCommand(Lamina lamina, Terminal terminal, InspectedType usual) {
    this.lamina = lamina;
    this.terminal = terminal;
    this.several = new Several(terminal);
    this.usual = usual;
  }

  @Override
  public Integer call() throws Exception {
    Inspected found = found();
    try (ImageStore store = lamina.open()) {
      for (String name : names) {
        inspect(store, name, found);
      }
    }
    terminal.out().print(found.text());
    return several.finish();
  }

  private Inspected found() throws Exception {
    try {
      return new Inspected(format);
    } catch (RuntimeException e) {
      throw new CommandFailure(Failures.line(e), NO_TEMPLATE);
    }
  }

  private void inspect(ImageStore store, String name, Inspected found) throws Exception {
    try {
      found.add(json(store, name));
    } catch (ImageNotFoundException | ContainerNotFoundException e) {
      several.fail(missing(name));
    } catch (InvalidReferenceException e) {
      several.fail(
          TypedName.isLost(name)
              ? missing(name)
              : "Error: no such image: " + name + ": " + e.getMessage());
    } catch (RuntimeException e) {
      several.fail(Failures.line(e));
    }
  }

  private String json(ImageStore store, String name) {
    boolean isContainer =
        switch (type()) {
          case OBJECT -> store.findContainer(name).isPresent();
          case IMAGE -> false;
          case CONTAINER -> true;
        };
    return isContainer ? store.inspectContainer(name).json() : store.inspect(name).json();
  }

  private InspectedType type() {
    return type == null ? usual : type;
  }

  private String missing(String name) {
    return "Error: No such " + type().noun() + ": " + name;
  }
}
