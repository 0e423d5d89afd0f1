package dev.lamina.internal.catalog;

import dev.lamina.CorruptStoreException;
import dev.lamina.ImageStoreException;
import dev.lamina.internal.io.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a journal says if nothing of it is believed but what its checksums vouch for: each damage,
 * and the state that the rest makes.
 *
 * @param state what all good lines make, and those of which one byte could be corrected
 * @param damages what is damaged, in the order of the file
 * @param unmade changes that could not be made, since what they need is missing, in their order
 * @param generation the generation of the file; 0 if that is lost
 */
public record JournalSalvage(
    StoreState state, List<Damage> damages, List<Change> unmade, long generation) {
  /** Copies the lists. */
  public JournalSalvage {
    damages = List.copyOf(damages);
    unmade = List.copyOf(unmade);
  }

  /** How much a damage matters. */
  public enum Extent {
    /** An unfinished line at the end, as a killed process leaves it: nobody was told it is made. */
    TORN,
    /** One byte, and it is known what it was. */
    CORRECTED,
    /** What stood there is lost. */
    LOST
  }

  /**
   * A part of the file that is not as it was written.
   *
   * @param start where it begins
   * @param end where it ends
   * @param expected what is expected there
   * @param actual what is there
   */
  public record Damage(long start, long end, String expected, String actual, Extent extent) {}

  /** Returns whether anything is lost that somebody was told is made. */
  public boolean isLossy() {
    return !unmade.isEmpty() || damages.stream().anyMatch(d -> d.extent() == Extent.LOST);
  }

  /**
   * Reads the journal of a store.
   *
   * @throws ImageStoreException if it is of a newer version
   */
  public static JournalSalvage read(Path root) throws IOException {
    return readFile(Catalog.journalIn(root));
  }

  static JournalSalvage readFile(Path file) throws IOException {
    try (SeekableByteChannel channel = OpenFile.channel(file, StandardOpenOption.READ)) {
      return new Reading(file, channel).read();
    } catch (NoSuchFileException e) {
      Damage damage = new Damage(0, 0, "the journal of the catalogue", "no file", Extent.LOST);
      return new JournalSalvage(StoreState.empty(), List.of(damage), List.of(), 0);
    }
  }

  /** One pass over a file. */
  private static final class Reading {
    private final Path file;
    private final SeekableByteChannel channel;
    private final JournalScanner scanner;
    private final List<Damage> damages = new ArrayList<>();
    private final List<Change> unmade = new ArrayList<>();
    private StoreState state = StoreState.empty();
    private Optional<JournalHeader> header = Optional.empty();
    private long lines;

    Reading(Path file, SeekableByteChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.scanner = new JournalScanner(channel);
    }

    JournalSalvage read() throws IOException {
      if (scanner.size() == 0) {
        damages.add(new Damage(0, 0, "a header", "an empty file", Extent.LOST));
      }
      while (scanner.position() < scanner.size()) {
        long start = scanner.position();
        JournalLine line = scanner.next();
        if (line == null) {
          skip(start);
        } else {
          take(start, line, scanner.json());
        }
      }
      if (header.isPresent() && lines < header.get().snapshotLines()) {
        damages.add(
            damage(
                scanner.size(),
                scanner.size(),
                header.get().snapshotLines() + " lines of the snapshot",
                lines + " lines",
                Extent.LOST));
      }
      return new JournalSalvage(
          state, damages, unmade, header.map(JournalHeader::generation).orElse(0L));
    }

    private static Damage damage(
        long start, long end, String expected, String actual, Extent extent) {
      return new Damage(start, end, expected + " at byte " + start, actual, extent);
    }

    private void skip(long start) throws IOException {
      JournalScanner.Skipped skipped = scanner.skip();
      boolean isTail = skipped == JournalScanner.Skipped.ALL;
      long end = isTail ? scanner.size() : scanner.position();
      byte[] bytes = bytes(start, end);
      Optional<byte[]> corrected = correct(bytes, start, end, isTail);
      if (corrected.isPresent()) {
        damages.add(damage(start, end, expectedAt(start), "one wrong byte", Extent.CORRECTED));
        takeCorrected(start, corrected.get());
      } else if (isTorn(bytes) && isTolerated(start)) {
        String actual = (scanner.size() - start) + " bytes of an unfinished change";
        damages.add(damage(start, scanner.size(), "the end", actual, Extent.TORN));
        end = scanner.size();
      } else {
        String actual = (end - start) + " damaged bytes";
        damages.add(damage(start, end, expectedAt(start), actual, Extent.LOST));
      }
      scanner.seek(end);
    }

    /** Returns whether readers take what is here for what a killed process has left. */
    private boolean isTolerated(long start) throws IOException {
      try {
        return JournalReader.read(file, null).end() == start;
      } catch (CorruptStoreException e) {
        return false;
      }
    }

    /** A line that was whole has a line feed at its end, and none has a zero byte. */
    private static boolean isTorn(byte[] bytes) {
      for (byte b : bytes) {
        if (b == 0) {
          return true;
        }
      }
      return bytes[bytes.length - 1] != '\n';
    }

    private String expectedAt(long start) {
      return start == 0 ? "a header" : "transaction " + (state.sequence() + 1);
    }

    private byte[] bytes(long start, long end) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(end - start, 1 << 24));
      channel.position(start);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // A channel may give less than was asked for.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private Optional<byte[]> correct(byte[] bytes, long start, long end, boolean isTail)
        throws IOException {
      for (long sequence : candidates(start, end, isTail)) {
        Optional<byte[]> corrected = JournalCorrection.of(bytes, sequence);
        if (corrected.filter(line -> isReadable(line, start)).isPresent()) {
          return corrected;
        }
      }
      return Optional.empty();
    }

    /** Returns the numbers that a damaged line may have: as those around it have. */
    private List<Long> candidates(long start, long end, boolean isTail) throws IOException {
      if (start > 0) {
        return List.of(state.sequence() + 1, state.sequence());
      }
      JournalLine next = isTail ? null : scanner.headAt(end);
      return next == null ? List.of(0L) : List.of(next.sequence(), next.sequence() - 1);
    }

    private static boolean isReadable(byte[] line, long start) {
      JournalLine frame = JournalLine.parse(line, 0, line.length);
      if (frame == null || frame.size() != line.length || !frame.isIntact(line, 0)) {
        return false;
      }
      try {
        if (start == 0) {
          return CatalogCodec.decodeHeader(json(line, frame)).format().equals(JournalHeader.FORMAT);
        }
        List<Change> unused = CatalogCodec.decodeChanges(json(line, frame));
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }

    private static byte[] json(byte[] line, JournalLine frame) {
      return Arrays.copyOfRange(line, frame.head(), frame.head() + frame.length());
    }

    private void takeCorrected(long start, byte[] line) {
      JournalLine frame = JournalLine.parse(line, 0, line.length);
      if (frame != null) {
        take(start, frame, json(line, frame));
      }
    }

    private void take(long start, JournalLine line, byte[] json) {
      try {
        if (start == 0) {
          takeHeader(line, json);
        } else {
          lines++;
          requireNext(start, line);
          makeAll(start, CatalogCodec.decodeChanges(json));
          state = state.withSequence(Math.max(state.sequence(), line.sequence()));
        }
      } catch (IllegalArgumentException e) {
        String actual = String.valueOf(e.getMessage());
        damages.add(damage(start, start + line.size(), expectedAt(start), actual, Extent.LOST));
      }
    }

    private void takeHeader(JournalLine line, byte[] json) {
      JournalHeader found = CatalogCodec.decodeHeader(json);
      if (!found.format().equals(JournalHeader.FORMAT) || found.version() < 1) {
        throw new IllegalArgumentException("the header of another format");
      }
      if (found.version() > JournalHeader.VERSION) {
        throw new ImageStoreException(
            "cannot read "
                + file
                + ": it is of a newer version; use a newer release of the library");
      }
      header = Optional.of(found);
      state = state.withSequence(line.sequence());
    }

    private void requireNext(long start, JournalLine line) {
      if (header.isEmpty()) {
        return; // That is told; which lines are the snapshot is not known.
      }
      boolean isSnapshot = lines <= header.get().snapshotLines();
      long expected = isSnapshot ? state.sequence() : state.sequence() + 1;
      if (line.sequence() != expected && !endsAt(start)) {
        damages.add(
            damage(
                start,
                start,
                "transaction " + expected,
                "transaction " + line.sequence(),
                Extent.LOST));
      }
    }

    /** Returns whether what is before a place is known to be damaged. */
    private boolean endsAt(long start) {
      return !damages.isEmpty() && damages.get(damages.size() - 1).end() == start;
    }

    private void makeAll(long start, List<Change> changes) {
      for (Change change : changes) {
        try {
          state = state.apply(change);
        } catch (IllegalArgumentException e) {
          unmade.add(change);
          if (damages.stream().noneMatch(damage -> damage.extent() == Extent.LOST)) {
            damages.add(
                damage(
                    start,
                    start,
                    "a change that can be made",
                    String.valueOf(e.getMessage()),
                    Extent.LOST));
          }
        }
      }
    }
  }
}
