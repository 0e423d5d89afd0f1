package dev.lamina.examples.cli;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The table of commands, in the order of the alphabet. Of each level only those commands are made
 * whose names are among the arguments, since making all takes longer than most of them run; or all,
 * if none is.
 */
final class Commands {
  private final Lamina lamina;
  private final Terminal terminal;
  private final List<String> arguments;

  Commands(Lamina lamina, Terminal terminal, String... arguments) {
    this.lamina = lamina;
    this.terminal = terminal;
    this.arguments = List.of(arguments);
  }

  /** A command that is made when it is needed. */
  private record Entry(String name, Supplier<Object> command, List<String> aliases) {
    boolean isMeant(List<String> arguments) {
      return arguments.contains(name) || aliases.stream().anyMatch(arguments::contains);
    }
  }

  /** Returns {@code lamina} with the commands below it. */
  CommandLine all() {
    return with(
        new CommandLine(lamina),
        entry("cat", () -> new CatCommand(lamina, terminal)),
        entry("check", () -> new CheckCommand(lamina, terminal)),
        entry("commit", () -> new CommitCommand(lamina, terminal)),
        entry("container", this::container),
        entry("create", this::create),
        entry("diff", () -> new DiffCommand(lamina, terminal)),
        entry("events", () -> new EventsCommand(lamina, terminal)),
        entry("export", () -> new ExportCommand(lamina, terminal)),
        entry("history", () -> new HistoryCommand(lamina, terminal)),
        entry("image", this::image),
        entry("images", () -> new ImagesCommand(lamina, terminal)),
        entry("import", () -> new ImportCommand(lamina, terminal)),
        entry("info", () -> new InfoCommand(lamina, terminal)),
        entry("inspect", () -> inspect(InspectedType.OBJECT)),
        entry("load", () -> new LoadCommand(lamina, terminal)),
        entry("ls", () -> new LsCommand(lamina, terminal)),
        entry("manifest", () -> new ManifestCommand(lamina, terminal)),
        entry("mount", this::mount),
        entry("pause", () -> new PauseCommand(lamina, terminal)),
        entry("ps", () -> new PsCommand(lamina, terminal)),
        entry("rename", () -> new RenameCommand(lamina, terminal)),
        entry("repair", () -> new RepairCommand(lamina, terminal)),
        entry("rm", () -> new RmCommand(lamina, terminal)),
        entry("rmi", () -> new RmiCommand(lamina, terminal)),
        entry("save", () -> new SaveCommand(lamina, terminal)),
        entry("start", () -> new StartCommand(lamina, terminal)),
        entry("stop", () -> new StopCommand(lamina, terminal)),
        entry("system", this::system),
        entry("tag", () -> new TagCommand(lamina)),
        entry("unpause", () -> new UnpauseCommand(lamina, terminal)));
  }

  private CommandLine container() {
    return with(
        group("Manage containers"),
        entry("commit", () -> new CommitCommand(lamina, terminal)),
        entry("create", this::create),
        entry("diff", () -> new DiffCommand(lamina, terminal)),
        entry("export", () -> new ExportCommand(lamina, terminal)),
        entry("inspect", () -> inspect(InspectedType.CONTAINER)),
        entry("ls", () -> new PsCommand(lamina, terminal), "list", "ps"),
        entry("pause", () -> new PauseCommand(lamina, terminal)),
        entry("rename", () -> new RenameCommand(lamina, terminal)),
        entry("rm", () -> new RmCommand(lamina, terminal), "remove"),
        entry("start", () -> new StartCommand(lamina, terminal)),
        entry("stop", () -> new StopCommand(lamina, terminal)),
        entry("unpause", () -> new UnpauseCommand(lamina, terminal)));
  }

  private CommandLine image() {
    return with(
        group("Manage images"),
        entry("history", () -> new HistoryCommand(lamina, terminal)),
        entry("import", () -> new ImportCommand(lamina, terminal)),
        entry("inspect", () -> inspect(InspectedType.IMAGE)),
        entry("load", () -> new LoadCommand(lamina, terminal)),
        entry("ls", () -> new ImagesCommand(lamina, terminal), "list"),
        entry("prune", () -> new ImagePruneCommand(lamina, terminal)),
        entry("rm", () -> new RmiCommand(lamina, terminal), "remove"),
        entry("save", () -> new SaveCommand(lamina, terminal)),
        entry("tag", () -> new TagCommand(lamina)));
  }

  private CommandLine system() {
    return with(
        group("Manage the store"),
        entry("collect", () -> new CollectCommand(lamina, terminal)),
        entry("df", () -> new DfCommand(lamina, terminal)),
        entry("events", () -> new EventsCommand(lamina, terminal)),
        entry("info", () -> new InfoCommand(lamina, terminal)),
        entry("prune", () -> new SystemPruneCommand(lamina, terminal)));
  }

  private static Entry entry(String name, Supplier<Object> command, String... aliases) {
    return new Entry(name, command, List.of(aliases));
  }

  private CommandLine with(CommandLine parent, Entry... entries) {
    List<Entry> meant = Stream.of(entries).filter(entry -> entry.isMeant(arguments)).toList();
    for (Entry entry : meant.isEmpty() ? List.of(entries) : meant) {
      String[] aliases = entry.aliases().toArray(String[]::new);
      parent.addSubcommand(entry.name(), entry.command().get(), aliases);
    }
    return parent;
  }

  private static CommandLine group(String description) {
    CommandSpec spec = CommandSpec.create();
    spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
    return new CommandLine(spec);
  }

  /** What stands after the image is the container's own command, options and all. */
  private CommandLine create() {
    return new CommandLine(new CreateCommand(lamina, terminal)).setStopAtPositional(true);
  }

  private CommandLine mount() {
    return new CommandLine(new MountCommand(lamina, terminal)).setStopAtPositional(true);
  }

  private CommandLine inspect(InspectedType type) {
    CommandLine command = new CommandLine(new InspectCommand(lamina, terminal, type));
    command
        .getCommandSpec()
        .usageMessage()
        .customSynopsis("${COMMAND-FULL-NAME} [OPTIONS] " + type.arguments())
        .description(type.description());
    return command;
  }
}
