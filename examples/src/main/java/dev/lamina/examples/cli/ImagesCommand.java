package dev.lamina.examples.cli;

import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Images;
import dev.lamina.examples.cli.template.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lamina images}: lists images as {@code docker images} does. */
@Command(
    name = "images",
    description = "List images",
    customSynopsis = "${COMMAND-FULL-NAME} [OPTIONS] [REPOSITORY[:TAG]]")
final class ImagesCommand implements Callable<Integer> {
  private final Lamina lamina;
  private final Terminal terminal;

  @Option(
      names = {"-a", "--all"},
      description = "show intermediate images, too")
  private boolean all;

  @Option(
      names = {"-f", "--filter"},
      paramLabel = "FILTER",
      converter = FilterArgument.class,
      description = "show only what meets a condition, such as dangling=true")
  private List<String> filters = new ArrayList<>();

  @Option(
      names = {"-q", "--quiet"},
      description = "show the IDs only")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "show the IDs in full")
  private boolean full;

  @Option(names = "--digests", description = "show the digests")
  private boolean digests;

  @Option(names = "--format", paramLabel = "FORMAT", description = "json, or a Go template")
  private String format = "";

  @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]", description = "show only this")
  private String name = "";

  ImagesCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    ListFormat chosen = ImageFormat.of(format, quiet, digests);
    boolean showsDigests = digests || chosen.contains("{{.Digest}}");
    List<Row> rows =
        images().stream()
            .flatMap(image -> ImageRow.of(image, showsDigests).stream())
            .map(row -> row.fields(terminal.clock(), full))
            .toList();
    terminal.out().print(chosen.print(ImageFormat.HEADS, rows));
    return 0;
  }

  private List<Image> images() {
    List<String> conditions = new ArrayList<>(filters);
    if (!name.isEmpty()) {
      conditions.add("reference=" + name);
    }
    try (ImageStore store = lamina.open()) {
      Images images = store.images();
      Images chosen =
          conditions.isEmpty() ? images : images.filter(conditions.toArray(String[]::new));
      return all ? chosen.all() : chosen.list();
    }
  }
}
