package dev.lamina.internal.catalog;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Fully;
import dev.lamina.internal.io.Loggers;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that keeps the catalogue, {@code catalog/journal}: lines, to which each transaction adds
 * one.
 *
 * <h2>Lines</h2>
 *
 * <p>A line is {@code sequence SP checksum SP length SP json LF}, in ASCII:
 *
 * <ul>
 *   <li>{@code sequence}: the number of the transaction, in decimal without leading zeros.
 *   <li>{@code checksum}: the CRC-32C (Castagnoli; RFC 3720) of all other bytes of the line, the
 *       spaces around it and the line feed included; eight lower-case hexadecimal digits.
 *   <li>{@code length}: the bytes of {@code json}, in decimal without leading zeros, below 10⁹.
 *   <li>{@code json}: one JSON object without line feeds; what is not ASCII is escaped.
 * </ul>
 *
 * <h2>The first line</h2>
 *
 * <p>Its JSON is
 *
 * <pre>{"format":"lamina-catalog","version":1,"generation":g,"snapshot":n}</pre>
 *
 * <p>Its {@code sequence} is that of the last transaction that the snapshot includes, 0 in a new
 * store. {@code generation} is 1 in a new store and one more in each file that replaces another.
 * The next {@code n} lines are the snapshot: they have the {@code sequence} of the first line, and
 * together make the state at that number out of an empty one. Every further line is a transaction;
 * its {@code sequence} is one more than that of the line before.
 *
 * <p>This frame and the fields {@code format} and {@code version} are the same in all versions. A
 * file of a newer version is neither read nor written.
 *
 * <h2>Changes</h2>
 *
 * <p>All other lines are {@code {"changes":[…]}}, made in that order. A change is an object whose
 * {@code op} is one of
 *
 * <ul>
 *   <li>{@code putLayer}: {@code diffId}, {@code size} (of its files), {@code tarSize}, {@code
 *       forms}: a list of {@code blob}, {@code size}, {@code compression} ({@code plain}, {@code
 *       gzip}, {@code zstd}).
 *   <li>{@code removeLayer}: {@code diffId}.
 *   <li>{@code putImage}: {@code id}, {@code parent}, {@code created}, {@code os}, {@code
 *       architecture}, {@code variant}, {@code osVersion}, {@code diffIds} (base to top), {@code
 *       lastTagged}, {@code manifests}: a list of {@code digest}, {@code mediaType}, {@code size},
 *       {@code role} ({@code manifest}, {@code index}, {@code attachment}); {@code variants}: a
 *       list of {@code os}, {@code architecture}, {@code variant}, {@code osVersion}, {@code
 *       config}, {@code manifest}, {@code diffIds}; {@code blobs}; {@code labels}: an object, left
 *       out if the config says nothing of how containers run. A put of what is there replaces it.
 *   <li>{@code removeImage}: {@code id}.
 *   <li>{@code putReference}: {@code reference} (canonical, such as {@code
 *       docker.io/library/ubuntu:latest}), {@code image}.
 *   <li>{@code removeReference}: {@code reference}.
 *   <li>{@code putContainer}: {@code id}, {@code name}, {@code image}, {@code imageName}, {@code
 *       diffIds} (base to top), {@code config} (a text: JSON as engines write it), {@code labels},
 *       {@code created}, {@code status} ({@code created}, {@code running}, {@code paused}, {@code
 *       exited}), {@code started}, {@code finished}, {@code exitCode}, {@code lease}.
 *   <li>{@code removeContainer}: {@code id}.
 *   <li>{@code addEvent}: {@code number}, {@code time}, {@code type} ({@code image}, {@code
 *       container}), {@code action}, {@code actor}, {@code attributes} (an object), {@code cause}.
 *       A snapshot has the last thousand.
 * </ul>
 *
 * <p>Beside {@code changes}, {@code "unforced":true} marks a line that was written with {@code
 * Durability.FAST}.
 *
 * <p>Digests are {@code algorithm:hex}; times are {@code [seconds, nanoseconds]} since 1970-01-01
 * UTC; lists and texts that are empty, and what is unknown, are left out. Fields that are not known
 * are skipped; a change that is not known, or cannot be made ({@link StoreState#apply(Change)}), is
 * damage.
 *
 * <h2>Writing</h2>
 *
 * <p>Under the store's lock, the line is written at once behind the last one and forced to the
 * medium; with {@code Durability.FAST} only before files are deleted, and {@link UnforcedMark} says
 * so. If that fails, the file is cut back, so that what was reported as failed does not come back.
 * When the file has grown over 1 MiB and over four times the length of its first line and snapshot,
 * it is replaced before the next change: {@code journal.new} is written with the snapshot of the
 * state, forced, and renamed over it. So a change costs, on average, a constant times its own
 * length. A new store's file is made as {@code catalog.new/journal}, and the directory renamed.
 *
 * <h2>Reading</h2>
 *
 * <p>Readers take no lock. They know a file by its first line and the last line that they have
 * read, go on from there, and begin anew if one of the two has changed.
 *
 * <p>A killed process or a power failure can leave a torn line at the end. If what follows the last
 * good line has no good line in it, at any byte, it is torn: readers ignore it, and the next writer
 * cuts it off. So it is when good lines do follow, if all of them are unforced, and each row of
 * them comes after a block of 512 zero bytes at a multiple of 512, or after zeros from the last
 * good line to such a multiple: a power failure may keep a later page and lose an earlier one.
 * Otherwise, or if the first line or the snapshot is damaged, the file is corrupt: the error names
 * it and the first bad byte, and nothing is changed.
 */
final class Journal {
  static final long COMPACTION_FLOOR = 1024 * 1024;

  private static final int GROWTH = 4;
  private static final int CHANGES_PER_LINE = 64;

  private final Path file;
  private final Fsync fsync;
  // What follows is for the holder of the store's lock.
  private long compactionFloor;
  private long forcedGeneration;
  private boolean isDoubtful;

  Journal(Path file, Fsync fsync, long compactionFloor) {
    this.file = file;
    this.fsync = fsync;
    this.compactionFloor = compactionFloor;
  }

  Path file() {
    return file;
  }

  /** Writes the file of a new store. */
  void create() throws IOException {
    AtomicFile.write(file, fsync, out -> out.write(first(0, new JournalHeader(1, 0))));
  }

  private static byte[] first(long sequence, JournalHeader header) {
    return JournalLine.format(sequence, CatalogCodec.encode(header));
  }

  JournalView read(@Nullable JournalView known) throws IOException {
    return JournalReader.read(file, known);
  }

  /**
   * Returns whether the last change that failed may be in the file all the same: it could not be
   * cut off.
   */
  boolean isDoubtful() {
    return isDoubtful;
  }

  /** Returns the line for a transaction. */
  byte[] line(long sequence, Transaction transaction) {
    boolean isForced = fsync == Fsync.FULL;
    return JournalLine.format(sequence, CatalogCodec.encode(transaction.changes(), isForced));
  }

  /**
   * Adds a line. The caller holds the store's lock.
   *
   * @param view what was read under the lock
   * @throws IOException if the line could not be written or made durable; it has been cut off, or
   *     {@link #isDoubtful}
   */
  JournalView append(JournalView view, StoreState after, byte[] line) throws IOException {
    forceName(view);
    boolean isBegun = false;
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        requireUnchanged(channel, view);
        isBegun = true;
        cutTorn(channel, view);
        Fully.write(channel, ByteBuffer.wrap(line), view.end());
        fsync.file(channel);
      }
    } catch (IOException | RuntimeException | Error e) {
      if (isBegun) {
        cutBack(view, e);
      }
      throw e;
    }
    JournalView.Mark last = mark(view.end(), line);
    return new JournalView(view.header(), view.snapshotEnd(), after, last, last.end());
  }

  /** Makes durable what was written without being forced, by whomever. */
  void force() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Fsync.FULL.file(channel);
    }
    Fsync.FULL.directory(Objects.requireNonNull(file.getParent()));
  }

  /** Takes back what is behind a line, durably. The caller holds the store's lock. */
  void cut(long end) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileChannel unused = channel.truncate(end);
      Fsync.FULL.file(channel);
    }
  }

  private static JournalView.Mark mark(long start, byte[] line) {
    JournalLine frame = JournalLine.parse(line, 0, line.length);
    return JournalView.Mark.of(start, Objects.requireNonNull(frame));
  }

  // Whoever replaced the file may have been killed before its new name was durable.
  private void forceName(JournalView view) throws IOException {
    if (forcedGeneration != view.header().generation()) {
      fsync.directory(Objects.requireNonNull(file.getParent()));
      forcedGeneration = view.header().generation();
    }
  }

  private void requireUnchanged(FileChannel channel, JournalView view) throws IOException {
    if (channel.size() != view.fileSize()) {
      throw new IllegalStateException(
          "the catalogue " + file + " has been changed while it was locked for another change");
    }
  }

  private void cutTorn(FileChannel channel, JournalView view) throws IOException {
    if (view.fileSize() > view.end()) {
      Loggers.of(Journal.class)
          .log(
              Level.WARNING,
              "cutting {0} bytes of an unfinished change off {1} at byte {2}",
              Long.toString(view.fileSize() - view.end()),
              file,
              Long.toString(view.end()));
      channel.truncate(view.end());
    }
  }

  private void cutBack(JournalView view, Throwable cause) {
    // An interrupt would close this channel as well.
    boolean wasInterrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(view.end());
      fsync.file(channel);
    } catch (IOException e) {
      isDoubtful = true;
      cause.addSuppressed(e);
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns whether the file is to be replaced before the next line is added. */
  boolean isWorthCompacting(JournalView view) {
    return isDoubtful || (view.end() > compactionFloor && view.end() > GROWTH * view.snapshotEnd());
  }

  /**
   * Replaces the file by one that says the same, but for old events. The caller holds the store's
   * lock.
   */
  JournalView compact(JournalView view) throws IOException {
    return rewrite(view.state(), view.header().generation());
  }

  /**
   * Replaces the file, whatever it says, by one of the next generation. The caller holds the
   * store's lock.
   */
  @CanIgnoreReturnValue
  JournalView rewrite(StoreState newState, long generation) throws IOException {
    StoreState state = newState.withoutOldEvents();
    long lines = (state.size() + CHANGES_PER_LINE - 1L) / CHANGES_PER_LINE;
    JournalHeader header = new JournalHeader(generation + 1, lines);
    Snapshot snapshot = new Snapshot(state);
    AtomicFile.write(file, fsync, out -> snapshot.writeTo(out, header));
    forcedGeneration = header.generation();
    isDoubtful = false;
    JournalView.Mark last = snapshot.last();
    return new JournalView(header, last.end(), state, last, last.end());
  }

  /** Puts the next attempt off, after one that has failed. */
  void postponeCompaction(JournalView view) {
    compactionFloor = 2 * view.end();
  }

  /** Writes a state, and remembers where the last line is. */
  private static final class Snapshot {
    private final StoreState state;
    private JournalView.@Nullable Mark last;

    Snapshot(StoreState state) {
      this.state = state;
    }

    void writeTo(OutputStream out, JournalHeader header) throws IOException {
      writeLine(out, first(state.sequence(), header));
      Iterator<Change> changes = state.toChanges().iterator();
      while (changes.hasNext()) {
        List<Change> some = new ArrayList<>(CHANGES_PER_LINE);
        while (changes.hasNext() && some.size() < CHANGES_PER_LINE) {
          some.add(changes.next());
        }
        writeLine(out, JournalLine.format(state.sequence(), CatalogCodec.encode(some, true)));
      }
    }

    private void writeLine(OutputStream out, byte[] line) throws IOException {
      out.write(line);
      last = mark(last == null ? 0 : last.end(), line);
    }

    JournalView.Mark last() {
      return Objects.requireNonNull(last);
    }
  }
}
