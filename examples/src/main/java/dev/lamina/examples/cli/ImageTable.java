package dev.lamina.examples.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The list of images as a table. */
final class ImageTable {
  private static final int DIGEST = 2;

  private ImageTable() {}

  /**
   * Returns the table.
   *
   * @param now what ages are counted from
   * @param digests whether to show the digests
   * @param id how to show an ID
   */
  static Table of(
      List<ImageRow> rows, Instant now, boolean digests, Function<ImageRow, String> id) {
    Table table =
        new Table(cells(digests, "REPOSITORY", "TAG", "DIGEST", "IMAGE ID", "CREATED", "SIZE"));
    for (ImageRow row : rows) {
      table.add(
          cells(
              digests,
              row.repository(),
              row.tag(),
              row.digest(),
              id.apply(row),
              HumanDuration.since(row.image().created(), now),
              HumanSize.of(row.image().size())));
    }
    return table;
  }

  private static List<String> cells(boolean digests, String... cells) {
    List<String> row = new ArrayList<>(List.of(cells));
    if (!digests) {
      row.remove(DIGEST);
    }
    return row;
  }
}
