package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.Mount;
import dev.lamina.spi.ByteNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina ls}: lists a directory of an image, hidden files included. */
@Command(
    name = "ls",
    description = "List a directory of an image",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE [PATH]")
final class LsCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(names = "-l", description = "show modes, owners, sizes and times, too")
  private boolean isLong;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "a name or an ID")
  private String image = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PATH",
      description = "a directory or file; relative paths begin at the image's root")
  private String path = "/";

  LsCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (ImageStore store = lamina.open();
        Mount mount = store.mount(image).readOnly()) {
      Path listed = TreePaths.resolve(mount.root(), path);
      if (Files.isDirectory(listed)) {
        for (byte[] name : Names.in(listed)) {
          print(listed.resolve(ByteNames.decode(name)), name);
        }
      } else {
        print(listed, ByteNames.encode(path));
      }
    }
    return 0;
  }

  private void print(Path file, byte[] name) throws IOException {
    TreeEntry entry = TreeEntry.of(file, name);
    if (isLong) {
      terminal.out().print(LongFormat.columns(entry));
    }
    print(name);
    if (isLong && entry.type() == 'l') {
      terminal.out().print(" -> ");
      print(entry.target());
    }
    terminal.out().println();
  }

  /** Prints a name so that no terminal obeys it: names in images are hostile. */
  private void print(byte[] name) {
    terminal.out().print(ByteNames.escape(name));
  }
}
