package dev.lamina.internal.catalog;

import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Presence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file {@code catalog/unforced}, which is forced, and there as long as something else may be in
 * the store that is not:
 *
 * <pre>
 * lamina unforced
 * boot 5d0e1c1a-6f0e-4c3b-9a50-7a1b8f9ff6a4
 * begun 1767225600
 * after 17 4242
 * unpacked overlay/HEX
 * </pre>
 *
 * @param boot what says whether the power can have failed since: another boot may have come after a
 *     power failure
 * @param begun when the first of it came
 * @param place the place in the journal before which all is on the medium
 * @param unpacked the directories of unpacked layers that are
 */
public record UnforcedMark(String boot, Instant begun, JournalPlace place, Set<String> unpacked) {
  private static final String FIRST_LINE = "lamina unforced";
  private static final String BOOT = "boot ";
  private static final String BEGUN = "begun ";
  private static final String AFTER = "after ";
  private static final String UNPACKED = "unpacked ";

  /** What a file says that cannot be read: that nothing may be relied on. */
  private static final UnforcedMark UNKNOWN =
      new UnforcedMark("", Instant.EPOCH, new JournalPlace(0, 0), Set.of());

  /** Copies the set. */
  public UnforcedMark {
    unpacked = Set.copyOf(unpacked);
  }

  /** Returns the mark of the store in a directory. */
  public static Path in(Path root) {
    return Objects.requireNonNull(Catalog.journalIn(root).getParent()).resolve("unforced");
  }

  /**
   * Returns whether there is a mark.
   *
   * @throws IOException if that cannot be known
   */
  public static boolean isIn(Path root) throws IOException {
    return Presence.exists(in(root));
  }

  /** Reads the mark of a store, if it has one. */
  public static Optional<UnforcedMark> read(Path root) throws IOException {
    try {
      // One character for each byte: what is no text must not fail otherwise.
      String text = Files.readString(in(root), StandardCharsets.ISO_8859_1);
      return Optional.of(parse(text.lines().toList()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static UnforcedMark parse(List<String> lines) {
    if (lines.size() < 4
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(1).startsWith(BOOT)
        || !lines.get(2).matches(BEGUN + "-?[0-9]{1,11}")
        || !lines.get(3).matches(AFTER + "[0-9]{1,18} [0-9]{1,18}")) {
      return UNKNOWN;
    }
    Set<String> unpacked = new TreeSet<>();
    lines.stream()
        .filter(line -> line.startsWith(UNPACKED))
        .forEach(line -> unpacked.add(line.substring(UNPACKED.length())));
    return new UnforcedMark(
        lines.get(1).substring(BOOT.length()),
        Instant.ofEpochSecond(Long.parseLong(lines.get(2).substring(BEGUN.length()))),
        place(lines.get(3).split(" ")),
        unpacked);
  }

  private static JournalPlace place(String[] words) {
    return new JournalPlace(Long.parseLong(words[1]), Long.parseLong(words[2]));
  }

  /** Writes the mark, to the medium; the caller holds the store's lock. */
  public void write(Path root) throws IOException {
    AtomicFile.write(
        in(root), Fsync.FULL, out -> out.write(text().getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Deletes the mark, when there is nothing any more that is not forced. */
  public static void delete(Path root, Fsync fsync) throws IOException {
    Files.deleteIfExists(in(root));
    // With FAST it may come back, and then says less than is so.
    fsync.directory(Objects.requireNonNull(in(root).getParent()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append(FIRST_LINE).append('\n');
    text.append(BOOT).append(boot).append('\n');
    text.append(BEGUN).append(begun.getEpochSecond()).append('\n');
    text.append(AFTER).append(place.sequence()).append(' ').append(place.offset()).append('\n');
    unpacked.stream()
        .sorted()
        .forEach(directory -> text.append(UNPACKED).append(directory).append('\n'));
    return text.toString();
  }
}
