package dev.lamina.contract;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A hostile image, and what must happen to it.
 *
 * @param name the name of the archive
 * @param outcome {@code accept}, {@code reject}, or {@code either} if both are safe
 * @param accepted what this library has decided
 * @param words of which a refusal's message has one; empty if any message will do
 * @param limit how long loading and looking may take
 * @param megabytes how much memory may be taken, even if all of it were kept; 0 if nobody counts
 * @param entries what the image shows if it is accepted
 */
public record HostileCase(
    String name,
    String outcome,
    boolean accepted,
    List<String> words,
    Duration limit,
    int megabytes,
    List<Entry> entries) {
  private static final Map<String, List<Entry>> ENTRIES =
      rows("entries.tsv")
          .collect(
              Collectors.groupingBy(
                  row -> row[0],
                  Collectors.mapping(
                      row -> new Entry(row[1], row[2], row[3], row[4], row[5], row[6]),
                      Collectors.toList())));

  /**
   * What an image shows at a path; what is empty may be anything.
   *
   * @param type {@code file}, {@code dir}, {@code symlink}, {@code fifo}, or {@code absent}
   * @param content with a {@code =} before it
   */
  public record Entry(
      String path, String type, String mode, String size, String content, String target) {}

  /** Returns all cases; the name is the first argument, the case the second. */
  public static Stream<Arguments> all() {
    return rows("cases.tsv")
        .map(HostileCase::of)
        .map(hostile -> Arguments.of(hostile.name(), hostile));
  }

  private static HostileCase of(String[] row) {
    return new HostileCase(
        row[0],
        row[2],
        row[3].equals("accepted"),
        row[4].isEmpty() ? List.of() : List.of(row[4].toLowerCase(Locale.ROOT).split("\\|")),
        Duration.ofSeconds(Long.parseLong(row[5])),
        row[6].isEmpty() ? 0 : Integer.parseInt(row[6]),
        ENTRIES.getOrDefault(row[0], List.of()));
  }

  private static Stream<String[]> rows(String table) {
    return Archives.text(HostileCase.class, "hostile/" + table)
        .lines()
        .skip(1)
        .map(
            line ->
                Arrays.stream(line.split("\t", -1))
                    .map(String::translateEscapes)
                    .toArray(String[]::new));
  }

  boolean mayBeAccepted() {
    return !outcome.equals("reject");
  }

  boolean mayBeRefused() {
    return !outcome.equals("accept");
  }
}
