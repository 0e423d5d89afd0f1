package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.Saving;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina save}: writes images as an archive, as {@code docker save} does. */
@Command(
    name = "save",
    description = "Save one or more images to a tar archive (streamed to STDOUT by default)",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] IMAGE [IMAGE...]")
final class SaveCommand implements Callable<Integer> {
  /** What to write, where it is not what engines before version 25 wrote. */
  static final class Form {
    @Option(names = "--docker-archive", description = "what engines write since version 25")
    private boolean dockerArchive;

    @Option(names = "--oci-archive", description = "an OCI image layout in a tar")
    private boolean ociArchive;

    @Option(names = "--oci-layout", description = "an OCI image layout in a directory")
    private boolean ociLayout;

    private Saving of(Saving saving) {
      return dockerArchive ? saving : ociArchive ? saving.ociArchive() : saving.legacyLayout();
    }
  }

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      description = "a file, or a layout's directory, instead of standard output")
  private @Nullable Path output;

  @ArgGroup private Form form = new Form();

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "names or IDs")
  private List<String> images = new ArrayList<>();

  SaveCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (output != null) {
      OutputFile.check(output, "save image");
    } else {
      terminal.refuseScreen();
    }
    try (ImageStore store = lamina.open()) {
      save(store.save(images.toArray(String[]::new)));
    }
    return 0;
  }

  private void save(Saving saving) {
    if (output == null) {
      requireArchive();
      form.of(saving).to(terminal.out());
    } else if (form.ociLayout) {
      saving.ociLayout().to(output);
    } else {
      form.of(saving).to(output);
    }
  }

  private void requireArchive() {
    if (form.ociLayout) {
      throw new CommandFailure("a layout is a directory: say which with --output");
    }
  }
}
