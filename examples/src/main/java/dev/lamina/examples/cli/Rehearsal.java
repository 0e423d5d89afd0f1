package dev.lamina.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Does once what most runs of the command line do, with both storages: so the launcher learns which
 * classes they need. What does not work on this machine is left out.
 */
final class Rehearsal {
  private static final List<String> COMMANDS =
      List.of(
          "load",
          "create --name changed lamina/hello",
          "commit changed rehearsed",
          "rm changed",
          "save --oci-layout -o %s/layout rehearsed",
          "save -o %s/archive rehearsed",
          "rmi lamina/hello rehearsed",
          "load -i %s/archive",
          "rmi rehearsed",
          "load -i %s/layout",
          "images",
          "tag rehearsed other",
          "ls rehearsed",
          "manifest rehearsed",
          "mount rehearsed %s/tree true");

  private final Path directory;
  private final String storage;

  Rehearsal(Path directory, String storage) {
    this.directory = directory;
    this.storage = storage;
  }

  /**
   * Runs the commands.
   *
   * @param args an empty directory, in which something is left
   */
  public static void main(String[] args) throws IOException {
    for (String storage : List.of("vfs", "overlay")) {
      List<String> unused = new Rehearsal(Path.of(args[0], storage), storage).failed();
    }
  }

  /** Runs the commands, and returns those that failed. */
  List<String> failed() throws IOException {
    List<String> failed = new ArrayList<>();
    for (String command : COMMANDS) {
      if (run(command) != 0) {
        failed.add(command);
      }
    }
    return failed;
  }

  private int run(String command) throws IOException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Stream<String> options =
        Stream.of("--root", directory.resolve("store").toString(), "--storage", storage);
    Stream<String> words = Stream.of(command.formatted(directory).split(" "));
    try (InputStream image = Lamina.class.getResourceAsStream("/dev/lamina/examples/hello.tar")) {
      Terminal terminal = new Terminal(image, nowhere, nowhere, new LocalClock(), false);
      return Lamina.run(terminal, Stream.concat(options, words).toArray(String[]::new));
    }
  }
}
