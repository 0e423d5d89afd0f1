package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.Mounting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code lamina mount}: has an image mounted while a program runs, which finds the directory in the
 * environment, too.
 */
@Command(
    name = "mount",
    description = "Mount an image at a directory while a command runs",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE DIRECTORY COMMAND [ARG...]")
final class MountCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = "--read-write",
      description = "let the command change the files; the changes go when it ends")
  private boolean isWritable;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  @Parameters(index = "1", paramLabel = "DIRECTORY", description = "an empty or new directory")
  private Path directory = Path.of("");

  @Parameters(index = "2..*", arity = "1..*", paramLabel = "COMMAND", description = "what to run")
  private List<String> command = new ArrayList<>();

  MountCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (ImageStore store = lamina.open()) {
      Mounting mounting = store.mount(image).at(directory);
      try (Mount mount = isWritable ? mounting.readWrite() : mounting.readOnly()) {
        terminal.out().flush();
        ProcessBuilder program = new ProcessBuilder(command).inheritIO();
        program.environment().put("LAMINA_MOUNT", mount.root().toString());
        return program.start().waitFor();
      }
    }
  }
}
