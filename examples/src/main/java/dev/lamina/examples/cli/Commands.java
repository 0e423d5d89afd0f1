package dev.lamina.examples.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The table of commands, in the order of the alphabet. */
final class Commands {
  private final Lamina lamina;
  private final Terminal terminal;

  Commands(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  /** Returns the commands below {@code lamina}. */
  CommandLine all() {
    return new CommandLine(lamina)
        .addSubcommand("cat", new CatCommand(lamina, terminal))
        .addSubcommand("commit", new CommitCommand(lamina, terminal))
        .addSubcommand("container", container())
        .addSubcommand("create", create())
        .addSubcommand("diff", new DiffCommand(lamina, terminal))
        .addSubcommand("events", new EventsCommand(lamina, terminal))
        .addSubcommand("export", new ExportCommand(lamina, terminal))
        .addSubcommand("history", new HistoryCommand(lamina, terminal))
        .addSubcommand("image", image())
        .addSubcommand("images", new ImagesCommand(lamina, terminal))
        .addSubcommand("import", new ImportCommand(lamina, terminal))
        .addSubcommand("info", new InfoCommand(lamina, terminal))
        .addSubcommand("inspect", inspect(InspectedType.OBJECT))
        .addSubcommand("load", new LoadCommand(lamina, terminal))
        .addSubcommand("ls", new LsCommand(lamina, terminal))
        .addSubcommand("manifest", new ManifestCommand(lamina, terminal))
        .addSubcommand("mount", mount())
        .addSubcommand("pause", new PauseCommand(lamina, terminal))
        .addSubcommand("ps", new PsCommand(lamina, terminal))
        .addSubcommand("rename", new RenameCommand(lamina, terminal))
        .addSubcommand("rm", new RmCommand(lamina, terminal))
        .addSubcommand("rmi", new RmiCommand(lamina, terminal))
        .addSubcommand("save", new SaveCommand(lamina, terminal))
        .addSubcommand("start", new StartCommand(lamina, terminal))
        .addSubcommand("stop", new StopCommand(lamina, terminal))
        .addSubcommand("system", system())
        .addSubcommand("tag", new TagCommand(lamina))
        .addSubcommand("unpause", new UnpauseCommand(lamina, terminal));
  }

  private CommandLine container() {
    return group("Manage containers")
        .addSubcommand("commit", new CommitCommand(lamina, terminal))
        .addSubcommand("create", create())
        .addSubcommand("diff", new DiffCommand(lamina, terminal))
        .addSubcommand("export", new ExportCommand(lamina, terminal))
        .addSubcommand("inspect", inspect(InspectedType.CONTAINER))
        .addSubcommand("ls", new PsCommand(lamina, terminal), "list", "ps")
        .addSubcommand("pause", new PauseCommand(lamina, terminal))
        .addSubcommand("rename", new RenameCommand(lamina, terminal))
        .addSubcommand("rm", new RmCommand(lamina, terminal), "remove")
        .addSubcommand("start", new StartCommand(lamina, terminal))
        .addSubcommand("stop", new StopCommand(lamina, terminal))
        .addSubcommand("unpause", new UnpauseCommand(lamina, terminal));
  }

  private CommandLine image() {
    return group("Manage images")
        .addSubcommand("history", new HistoryCommand(lamina, terminal))
        .addSubcommand("import", new ImportCommand(lamina, terminal))
        .addSubcommand("inspect", inspect(InspectedType.IMAGE))
        .addSubcommand("load", new LoadCommand(lamina, terminal))
        .addSubcommand("ls", new ImagesCommand(lamina, terminal), "list")
        .addSubcommand("prune", new ImagePruneCommand(lamina, terminal))
        .addSubcommand("rm", new RmiCommand(lamina, terminal), "remove")
        .addSubcommand("save", new SaveCommand(lamina, terminal))
        .addSubcommand("tag", new TagCommand(lamina));
  }

  private CommandLine system() {
    return group("Manage the store")
        .addSubcommand("collect", new CollectCommand(lamina, terminal))
        .addSubcommand("df", new DfCommand(lamina, terminal))
        .addSubcommand("events", new EventsCommand(lamina, terminal))
        .addSubcommand("info", new InfoCommand(lamina, terminal))
        .addSubcommand("prune", new SystemPruneCommand(lamina, terminal));
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
