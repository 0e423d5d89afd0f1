package dev.lamina.examples.cli;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Importing;
import dev.lamina.InvalidReferenceException;
import dev.lamina.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina import}: makes an image of a root file system, as {@code docker import} does. */
@Command(
    name = "import",
    description = "Import the contents from a tarball to create a filesystem image",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] file|- [REPOSITORY[:TAG]]")
final class ImportCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

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

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "what it runs on, such as linux/arm64")
  private String platform = "";

  @Parameters(index = "0", paramLabel = "file|-", description = "a tar, or - for standard input")
  private String source = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "REPOSITORY[:TAG]",
      description = "the image's name")
  private String name = "";

  ImportCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (source.equals("-")) {
      load(terminal.in());
      return 0;
    }
    Path file = Path.of(source);
    if (!Files.exists(file)) {
      throw new CommandFailure("open " + source + ": no such file or directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      load(in);
    }
    return 0;
  }

  private void load(InputStream tar) {
    try (ImageStore store = lamina.open()) {
      Importing importing = with(store.importRootfs(tar));
      Image image = name.isEmpty() ? importing.unnamed() : importing.named(name);
      terminal.out().println(image.id());
    } catch (InvalidReferenceException e) {
      // That comes without the usual "Error: ".
      throw new CommandFailure(String.valueOf(e.getMessage()));
    }
  }

  private Importing with(Importing plain) {
    Importing importing = message.isEmpty() ? plain : plain.message(message);
    importing = platform.isEmpty() ? importing : importing.platform(Platform.parse(platform));
    for (String change : changes) {
      importing = importing.change(change);
    }
    return importing;
  }
}
