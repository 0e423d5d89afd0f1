package dev.lamina.examples.cli;

import dev.lamina.Container;
import dev.lamina.ContainerCreation;
import dev.lamina.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina create}: creates a container, as {@code docker create} does. */
@Command(
    name = "create",
    description = "Create a new container",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE [COMMAND] [ARG...]")
final class CreateCommand implements Callable<Integer> {
  /** Options of an engine that mean nothing to a store. */
  @SuppressWarnings("unused")
  static final class Ignored {
    @Option(names = "--pull", paramLabel = "WHEN", description = "ignored: there is no registry")
    private String pull = "";

    @Option(
        names = {"--network", "--net"},
        paramLabel = "NETWORK",
        description = "ignored, as are the next: nothing runs here")
    private String network = "";

    @Option(names = {"-t", "--tty"})
    private boolean tty;

    @Option(names = {"-i", "--interactive"})
    private boolean interactive;

    @Option(names = "--rm")
    private boolean remove;
  }

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(names = "--name", paramLabel = "NAME", description = "a name, instead of a made-up one")
  private String name = "";

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "a variable; without a value, as it is here")
  private List<String> variables = new ArrayList<>();

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY[=VALUE]",
      description = "a label")
  private List<String> labels = new ArrayList<>();

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIR",
      description = "the directory to run in")
  private @Nullable String directory;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER[:GROUP]",
      description = "who runs it")
  private @Nullable String user;

  @Option(names = "--entrypoint", paramLabel = "FILE", description = "the command that always runs")
  private @Nullable String entrypoint;

  @Option(
      names = {"-h", "--hostname"},
      paramLabel = "NAME",
      description = "the host's name")
  private @Nullable String hostname;

  @SuppressWarnings("unused")
  @Mixin
  private Ignored ignored = new Ignored();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "what to run")
  private List<String> command = new ArrayList<>();

  CreateCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ImageStore store = lamina.open()) {
      ContainerCreation creation = with(store.create(image));
      Container container = name.isEmpty() ? creation.unnamed() : creation.named(name);
      terminal.out().println(container.id());
    }
    return 0;
  }

  private ContainerCreation with(ContainerCreation plain) {
    ContainerCreation creation = command.isEmpty() ? plain : plain.command(command);
    creation = directory == null ? creation : creation.workingDir(directory);
    creation = user == null ? creation : creation.user(user);
    creation = hostname == null ? creation : creation.hostname(hostname);
    creation = entrypoint == null ? creation : creation.entrypoint(words(entrypoint));
    for (String label : labels) {
      creation = creation.label(key(label), value(label).orElse(""));
    }
    for (String variable : variables) {
      creation = withVariable(creation, variable);
    }
    return creation;
  }

  private static ContainerCreation withVariable(ContainerCreation creation, String variable) {
    Optional<String> here = Optional.ofNullable(System.getenv(key(variable)));
    return value(variable)
        .or(() -> here)
        .map(value -> creation.env(key(variable), value))
        .orElse(creation);
  }

  private static List<String> words(String entrypoint) {
    return entrypoint.isEmpty() ? List.of() : List.of(entrypoint);
  }

  private static String key(String pair) {
    int sign = pair.indexOf('=');
    return sign < 0 ? pair : pair.substring(0, sign);
  }

  private static Optional<String> value(String pair) {
    int sign = pair.indexOf('=');
    return sign < 0 ? Optional.empty() : Optional.of(pair.substring(sign + 1));
  }
}
