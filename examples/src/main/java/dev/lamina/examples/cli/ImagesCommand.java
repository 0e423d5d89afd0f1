package dev.lamina.examples.cli;

import dev.lamina.DigestReference;
import dev.lamina.Image;
import dev.lamina.ImageStore;
import dev.lamina.Reference;
import dev.lamina.Tag;
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
      names = {"-q", "--quiet"},
      description = "show the IDs only")
  private boolean quiet;

  @Option(names = "--no-trunc", description = "show the IDs in full")
  private boolean full;

  @Option(names = "--digests", description = "show the digests")
  private boolean digests;

  @Parameters(arity = "0..1", paramLabel = "REPOSITORY[:TAG]", description = "show only this")
  private String name = "";

  ImagesCommand(Lamina lamina, Terminal terminal) {
    this.lamina = lamina;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<Image> images;
    try (ImageStore store = lamina.open()) {
      images = all ? store.images().all() : store.images().list();
    }
    List<ImageRow> rows =
        images.stream()
            .flatMap(image -> ImageRow.of(image, this::isWanted, digests).stream())
            .filter(row -> name.isEmpty() || !row.isNameless())
            .toList();
    if (quiet) {
      rows.forEach(row -> terminal.out().println(id(row)));
    } else {
      ImageTable.of(rows, terminal.clock().instant(), digests, this::id).print(terminal.out());
    }
    return 0;
  }

  private boolean isWanted(Reference reference) {
    return name.isEmpty()
        || name.equals(reference.toString())
        || name.equals(repository(reference));
  }

  private static String repository(Reference reference) {
    if (reference instanceof Tag tag) {
      return tag.repository().familiarName();
    }
    return reference instanceof DigestReference digest ? digest.repository().familiarName() : "";
  }

  private String id(ImageRow row) {
    return full ? row.image().id().toString() : row.image().id().shortId();
  }
}
