package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lamina cat}: prints files of an image, byte for byte. */
@Command(
    name = "cat",
    description = "Print files of an image",
    customSynopsis = "${COMMAND-FULL-NAME} IMAGE PATH [PATH...]")
final class CatCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "PATH",
      description = "files; relative paths begin at the image's root")
  private List<String> paths = new ArrayList<>();

  CatCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (ImageStore store = lamina.open();
        Mount mount = store.mount(image).readOnly()) {
      for (String path : paths) {
        print(TreePaths.resolve(mount.root(), path));
      }
    }
    return 0;
  }

  private void print(Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      int length = in.read(buffer);
      // When nobody reads the output any more, neither does this read its input.
      while (length >= 0 && !terminal.out().checkError()) {
        terminal.out().write(buffer, 0, length);
        length = in.read(buffer);
      }
    }
  }
}
