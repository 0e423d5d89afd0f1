package dev.lamina.examples.cli;

import dev.lamina.ImageStore;
import dev.lamina.ImageStoreException;
import dev.lamina.LoadOption;
import dev.lamina.Platform;
import dev.lamina.Progress;
import dev.lamina.ProgressEvent;
import dev.lamina.ProgressListener.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lamina load}: says what {@code docker load} says. */
@Command(
    name = "load",
    description = "Load an image from a tar archive or STDIN",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS]")
final class LoadCommand implements Callable<Integer> {
  private static final String NAME_OF_JSON =
      "^manifest\\.json: (?=invalid character |unexpected end of JSON input)";

  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "PATH",
      description = "an archive, or a layout's directory, instead of standard input")
  private @Nullable Path input;

  @SuppressWarnings("unused")
  @Option(
      names = {"-q", "--quiet"},
      description = "accepted for the engine's sake: no progress is shown anyway")
  private boolean quiet;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      description = "which of an index's images to load, such as linux/arm64")
  private @Nullable String platform;

  /** Engines tell the IDs only when the last image has no tag. */
  private final List<String> ids = new ArrayList<>();

  private boolean lastIsTagged;

  LoadCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (input != null && !Files.exists(input)) {
      terminal.fail("open " + input + ": no such file or directory");
      return 1;
    }
    LoadOption[] options = options();
    try (ImageStore store = lamina.open()) {
      return load(store, options);
    }
  }

  private LoadOption[] options() {
    List<LoadOption> options = new ArrayList<>();
    options.add(Progress.to(this::print));
    if (platform != null) {
      options.add(Platform.parse(platform));
    }
    return options.toArray(LoadOption[]::new);
  }

  private int load(ImageStore store, LoadOption[] options) {
    try {
      if (input != null) {
        store.load(input, options);
      } else {
        store.load(terminal.in(), options);
      }
    } catch (ImageStoreException e) {
      // What goes wrong in a load comes without the usual "Error: ".
      // Nor do engines say in which file it is that the JSON is none.
      terminal.fail(String.valueOf(e.getMessage()).replaceFirst(NAME_OF_JSON, ""));
      return 1;
    }
    if (!lastIsTagged) {
      ids.forEach(id -> terminal.out().println("Loaded image ID: " + id));
    }
    return 0;
  }

  private Answer print(ProgressEvent event) {
    if (event instanceof ProgressEvent.TagMoved moved) {
      terminal
          .out()
          .printf(
              "The image %s already exists, renaming the old one with ID %s to empty string%n",
              moved.tag(), moved.from());
    } else if (event instanceof ProgressEvent.ImageLoaded loaded) {
      loaded.tags().forEach(tag -> terminal.out().println("Loaded image: " + tag));
      ids.add(loaded.id().toString());
      lastIsTagged = !loaded.tags().isEmpty();
    }
    return Answer.CONTINUE;
  }
}
