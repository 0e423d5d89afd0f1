package dev.lamina.internal.catalog;

import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a journal, from the beginning or from where an earlier reading ended. */
final class JournalReader {
  /** How many lines may be decoded, and not applied. */
  private static final int LINES_AHEAD = 8;

  private final Path file;
  private final JournalScanner scanner;
  private final long remembered;
  private final List<LatestChanges.Made> latest = new ArrayList<>();
  private StoreState base = StoreState.empty();
  private long baseEnd;

  /**
   * Makes a reader.
   *
   * @param remembered the last transaction that need not be remembered for itself
   */
  private JournalReader(Path file, JournalScanner scanner, long remembered) {
    this.file = file;
    this.scanner = scanner;
    this.remembered = remembered;
  }

  /**
   * Reads what a journal says now.
   *
   * @param known what was read of it before; returned if nothing has been added
   * @throws CorruptStoreException if the journal is damaged. A reader that does not hold the
   *     store's lock may be told so wrongly, while a torn line is being replaced
   * @throws ImageStoreException if a newer version of the library has written it
   */
  static JournalView read(Path file, @Nullable JournalView known) throws IOException {
    try (SeekableByteChannel channel = OpenFile.channel(file, StandardOpenOption.READ)) {
      return new JournalReader(file, new JournalScanner(channel), Long.MAX_VALUE).read(known);
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  /**
   * Reads the transactions behind one, as far as they are not part of the snapshot.
   *
   * @throws CorruptStoreException if the journal is damaged; see {@link #read}
   */
  static LatestChanges latest(Path file, long sequence) throws IOException {
    try (SeekableByteChannel channel = OpenFile.channel(file, StandardOpenOption.READ)) {
      return new JournalReader(file, new JournalScanner(channel), sequence).latest();
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  /** Reads the lines behind a place, which may be one of a file that was there before. */
  static ChangesSince since(Path file, JournalPlace place) throws IOException {
    try (SeekableByteChannel channel = OpenFile.channel(file, StandardOpenOption.READ)) {
      return new JournalReader(file, new JournalScanner(channel), 0).since(place);
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  private ChangesSince since(JournalPlace place) throws IOException {
    scanner.seek(place.offset());
    List<Change> changes = new ArrayList<>();
    JournalPlace end = place;
    JournalLine line;
    while ((line = scanner.next()) != null && line.sequence() == end.sequence() + 1) {
      changes.addAll(CatalogCodec.decodeChanges(scanner.json()));
      end = new JournalPlace(line.sequence(), scanner.position());
    }
    return new ChangesSince(changes, end);
  }

  private static CorruptStoreException missing(Path file) {
    return new CorruptStoreException(file, "the journal of the catalogue", "no such file");
  }

  private LatestChanges latest() throws IOException {
    JournalView unused = read((JournalView) null);
    return new LatestChanges(base, baseEnd, latest);
  }

  private JournalView read(@Nullable JournalView known) throws IOException {
    JournalLine first = scanner.next();
    if (first == null) {
      throw corrupt(0, "a header", scanner.size() == 0 ? "an empty file" : "a damaged line");
    }
    JournalHeader header = header();
    if (known == null || !isContinued(known, header)) {
      return follow(readSnapshot(header, JournalView.Mark.of(0, first), first.sequence()));
    }
    return known.end() == scanner.size() ? known : follow(known);
  }

  private JournalHeader header() {
    JournalHeader header;
    try {
      header = CatalogCodec.decodeHeader(scanner.json());
    } catch (IllegalArgumentException e) {
      throw corrupt(0, "a header", e);
    }
    if (!header.format().equals(JournalHeader.FORMAT) || header.version() < 1) {
      throw corrupt(0, "a header", "that of another format");
    }
    if (header.version() > JournalHeader.VERSION) {
      throw new ImageStoreException(
          "cannot read "
              + file
              + ": its format has version "
              + header.version()
              + ", and this library knows versions up to "
              + JournalHeader.VERSION
              + "; use a newer release of the library");
    }
    return header;
  }

  // A line that was taken back because it could not be made durable may have been read before, and
  // another one of the same size may stand there now.
  private boolean isContinued(JournalView known, JournalHeader header) throws IOException {
    if (known.header().generation() != header.generation() || known.end() > scanner.size()) {
      return false;
    }
    JournalLine last = scanner.headAt(known.last().start());
    return last != null
        && JournalView.Mark.of(known.last().start(), last).isSame(known.last())
        && last.sequence() == known.state().sequence();
  }

  /** Reads the restated part: it was renamed into place, so that it is whole or damaged. */
  private JournalView readSnapshot(JournalHeader header, JournalView.Mark first, long sequence)
      throws IOException {
    StoreState state = StoreState.empty().withSequence(sequence);
    JournalView.Mark last = first;
    Deque<ChangesLine> ahead = new ArrayDeque<>();
    boolean isLong = header.snapshotLines() > LINES_AHEAD;
    for (long i = 0; i < header.snapshotLines(); i++) {
      long start = scanner.position();
      JournalLine line = scanner.next();
      if (line == null || line.sequence() != sequence) {
        throw corrupt(start, "line " + (i + 1) + " of the snapshot", "a damaged line");
      }
      ChangesLine next = new ChangesLine(start, scanner.json());
      ahead.add(next);
      if (isLong) {
        next.decodeAhead();
      }
      if (ahead.size() > LINES_AHEAD) {
        state = applied(state, ahead.remove());
      }
      last = JournalView.Mark.of(start, line);
    }
    for (ChangesLine next : ahead) {
      state = applied(state, next);
    }
    return new JournalView(header, scanner.position(), state, last, scanner.size());
  }

  /** Reads the transactions that follow, up to the end or a torn line there. */
  private JournalView follow(JournalView view) throws IOException {
    StoreState state = view.state();
    JournalView.Mark last = view.last();
    scanner.seek(last.end());
    base = state;
    baseEnd = last.end();
    JournalLine line;
    while ((line = scanner.next()) != null) {
      String expected = "transaction " + (state.sequence() + 1);
      if (line.sequence() != state.sequence() + 1) {
        throw corrupt(last.end(), expected, "transaction " + line.sequence());
      }
      ChangesLine made = new ChangesLine(last.end(), scanner.json());
      state = applied(state, made).withSequence(line.sequence());
      last = JournalView.Mark.of(last.end(), line);
      remember(line, made.changes(), state, last);
    }
    if (!isAllLost()) {
      throw corrupt(last.end(), "transaction " + (state.sequence() + 1), "a damaged line");
    }
    return new JournalView(view.header(), view.snapshotEnd(), state, last, scanner.size());
  }

  private void remember(
      JournalLine line, List<Change> changes, StoreState state, JournalView.Mark last) {
    if (line.sequence() > remembered) {
      latest.add(new LatestChanges.Made(changes, state, last.end()));
    } else {
      base = state;
      baseEnd = last.end();
    }
  }

  /**
   * Returns whether nothing that is left can be a change that survived a power failure: no line, or
   * only such as were not forced, behind a hole.
   */
  private boolean isAllLost() throws IOException {
    while (scanner.position() < scanner.size()) {
      JournalScanner.Skipped skipped = scanner.skip();
      if (skipped != JournalScanner.Skipped.HOLE) {
        return skipped == JournalScanner.Skipped.ALL;
      }
      while (scanner.next() != null) {
        if (CatalogCodec.isForced(scanner.json())) {
          return false;
        }
      }
    }
    return true;
  }

  private StoreState applied(StoreState state, ChangesLine line) {
    try {
      return state.applyAll(line.changes());
    } catch (IllegalArgumentException e) {
      throw corrupt(line.start(), "changes that can be made", e);
    }
  }

  private CorruptStoreException corrupt(long start, String expected, Exception problem) {
    CorruptStoreException e = corrupt(start, expected, String.valueOf(problem.getMessage()));
    e.initCause(problem);
    return e;
  }

  private CorruptStoreException corrupt(long start, String expected, String actual) {
    return new CorruptStoreException(file, expected + " at byte " + start, actual);
  }
}
