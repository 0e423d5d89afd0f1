package dev.lamina.internal.catalog;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.lamina.CorruptStoreException;
import dev.lamina.Durability;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.StoreLockedException;
import dev.lamina.internal.io.AtomicFile;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.Loggers;
import dev.lamina.internal.io.OwnerOnly;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a store, durable, and shared by all threads and processes that have the store open.
 * Every answer is as new as the moment of the question; only changes wait for each other.
 */
public final class Catalog implements AutoCloseable {
  private static final String DIRECTORY = "catalog";
  private static final String FILE = "journal";
  // A reader without the lock can see a torn line turn into a good one while it reads it.
  private static final int UNLOCKED_READS = 3;

  private final StoreLock lock;
  private final Journal journal;
  private final AtomicReference<@Nullable JournalView> view = new AtomicReference<>();
  private volatile Runnable afterCommit = () -> {};
  private volatile BooleanSupplier makeRoom = () -> false;
  private volatile Guard guard = Guard.NONE;
  private volatile boolean isClosed;

  /** Is asked under the lock before the journal is written to. */
  public interface Guard {
    /** Has nothing against it. */
    Guard NONE =
        new Guard() {
          @Override
          public void beforeLine() {}

          @Override
          public void beforeRewriting() {}
        };

    /** Does what must be done before a line is added; if it fails, the line is not. */
    void beforeLine() throws IOException;

    /** Does what must be done before what single lines say is put together. */
    void beforeRewriting() throws IOException;
  }

  private Catalog(StoreLock lock, Journal journal) {
    this.lock = lock;
    this.journal = journal;
  }

  /**
   * Opens the catalogue of a store, or creates it if the root has none yet. A root that cannot be
   * written can be opened if it has one.
   *
   * @param root a directory that is there
   * @param lockTimeout how long a change waits for the others
   * @throws CorruptStoreException if the catalogue is damaged
   * @throws ImageStoreException if it cannot be read or created, or is of a newer version
   */
  public static Catalog open(Path root, Durability durability, Duration lockTimeout) {
    return open(root, durability, lockTimeout, Journal.COMPACTION_FLOOR);
  }

  static Catalog open(
      Path root, Durability durability, Duration lockTimeout, long compactionFloor) {
    Fsync fsync = durability == Durability.FULL ? Fsync.FULL : Fsync.FAST;
    Path directory = root.resolve(DIRECTORY);
    StoreLock lock = StoreLock.open(root, lockTimeout);
    boolean isOpen = false;
    try {
      if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
        lock.holding(() -> create(root));
      }
      Catalog catalog =
          new Catalog(lock, new Journal(directory.resolve(FILE), fsync, compactionFloor));
      StoreState unused = catalog.state();
      isOpen = true;
      return catalog;
    } finally {
      if (!isOpen) {
        lock.close();
      }
    }
  }

  // The directory is renamed into place with the journal in it: one without a journal is damaged,
  // and never taken for a new store's.
  private static boolean create(Path root) {
    Path directory = root.resolve(DIRECTORY);
    Path unfinished = root.resolve(DIRECTORY + ".new");
    try {
      if (!Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      OwnerOnly.createDirectory(unfinished);
      // Forced whatever is chosen: the new name must not survive a power failure without the file.
      new Journal(unfinished.resolve(FILE), Fsync.FULL, 0).create();
      Files.move(unfinished, directory, StandardCopyOption.ATOMIC_MOVE);
      Fsync.FULL.directory(root); // So is this: what is not forced is noted in the directory.
      return true;
    } catch (IOException e) {
      throw Failures.of("cannot create the catalogue " + directory, e);
    }
  }

  /**
   * Returns the state of this moment: with all that was committed before, by whomever.
   *
   * @throws CorruptStoreException if the catalogue is damaged
   * @throws OperationCancelledException if the thread is interrupted
   * @throws ImageStoreException if it cannot be read
   */
  public StoreState state() {
    requireOpen();
    for (int i = 1; ; i++) {
      try {
        return refresh(i == 1 ? view.get() : null).state();
      } catch (CorruptStoreException e) {
        if (i == UNLOCKED_READS) {
          throw e;
        }
      }
    }
  }

  private JournalView refresh(@Nullable JournalView known) {
    try {
      JournalView now = journal.read(known);
      // If another thread has published one meanwhile, either will do to go on from.
      boolean unused = view.compareAndSet(known, now);
      return now;
    } catch (IOException e) {
      throw Failures.of("cannot read " + journal.file(), e);
    }
  }

  /**
   * Makes a change to the state of this moment: nobody else's comes in between.
   *
   * @param change what to do with that state, which must not change the store itself; perhaps
   *     nothing. What it throws is thrown, and nothing is changed
   * @return the new state, durable
   * @throws IllegalArgumentException if the change cannot be made
   * @throws StoreLockedException if somebody else has the store locked for too long
   * @throws OperationCancelledException if the thread is interrupted; nothing is changed
   * @throws ImageStoreException if the change could not be written; nothing is changed, unless the
   *     message says that even this is unknown
   */
  @CanIgnoreReturnValue
  public StoreState commit(Function<? super StoreState, Transaction> change) {
    requireOpen();
    return lock.holding(
        () -> {
          JournalView before = lockedView();
          return commit(before, change.apply(before.state()));
        });
  }

  /**
   * Makes a change like {@link #commit} and returns what the decision answers; it is made known
   * only when the change is durable.
   */
  @CanIgnoreReturnValue
  public <T> T decide(Function<? super StoreState, Decision<T>> decision) {
    requireOpen();
    return lock.holding(
        () -> {
          JournalView before = lockedView();
          Decision<T> decided = decision.apply(before.state());
          commit(before, decided.transaction());
          return decided.answer();
        });
  }

  private JournalView lockedView() {
    JournalView now = refresh(view.get());
    return journal.isWorthCompacting(now) ? compacted(now) : now;
  }

  @CanIgnoreReturnValue
  private StoreState commit(JournalView before, Transaction transaction) {
    if (transaction.isEmpty()) {
      return before.state();
    }
    StoreState after = before.state().apply(transaction);
    byte[] line = journal.line(after.sequence(), transaction);
    try {
      view.set(
          transaction.onlyTakesAway()
              ? appendMakingRoom(before, after, line)
              : append(before, after, line));
    } catch (IOException e) {
      String outcome =
          journal.isDoubtful()
              ? "the change may have been made: read the store again"
              : "nothing was changed";
      throw Failures.of(
          "cannot write " + line.length + " bytes to " + journal.file() + " (" + outcome + ")", e);
    }
    afterCommit.run();
    return after;
  }

  private JournalView append(JournalView before, StoreState after, byte[] line) throws IOException {
    guard.beforeLine();
    return journal.append(before, after, line);
  }

  /** On a full disk, what makes room must not fail for want of it. */
  private JournalView appendMakingRoom(JournalView before, StoreState after, byte[] line)
      throws IOException {
    JournalView now = before;
    while (true) {
      try {
        return append(now, after, line);
      } catch (IOException e) {
        if (journal.isDoubtful() || !Failures.isFull(e) || !makeRoom.getAsBoolean()) {
          throw e;
        }
        now = refresh(null);
      }
    }
  }

  /**
   * Sets what makes room on a full disk, under the lock, for a change that only takes away. It
   * answers whether there may be more now.
   */
  public void onFull(BooleanSupplier action) {
    makeRoom = action;
  }

  /** Sets who is asked before the journal is written to. */
  public void onWrite(Guard asked) {
    guard = asked;
  }

  /**
   * Sets what is done after each change by this catalogue, under the lock: it must be quick, and
   * not fail. Changes by others go unnoticed until somebody asks for the state.
   */
  public void onCommit(Runnable action) {
    afterCommit = action;
  }

  // A change that can be made without it is not refused: on a full disk, it may be the one that
  // makes room.
  private JournalView compacted(JournalView before) {
    try {
      guard.beforeRewriting();
      JournalView after = journal.compact(before);
      view.set(after);
      return after;
    } catch (ClosedByInterruptException e) {
      throw Failures.of("cannot rewrite " + journal.file(), e);
    } catch (IOException e) {
      if (journal.isDoubtful()) {
        throw Failures.of("cannot rewrite " + journal.file() + " after a failed change", e);
      }
      Loggers.of(Catalog.class)
          .log(Level.WARNING, "cannot rewrite " + journal.file() + "; it goes on growing", e);
      journal.postponeCompaction(before);
      return refresh(null);
    }
  }

  /**
   * Makes all lines so far survive a power failure, whatever durability was chosen. What they name
   * is to do so already.
   */
  public void force() throws IOException {
    journal.force();
  }

  /** Returns the place behind all that was committed before; the caller holds the lock. */
  public JournalPlace end() {
    JournalView now = refresh(view.get());
    return new JournalPlace(now.state().sequence(), now.end());
  }

  /**
   * Returns what has been committed behind a place. If that is none of this journal any more, all
   * that is not part of the snapshot.
   *
   * @throws CorruptStoreException if the catalogue is damaged
   */
  public ChangesSince since(JournalPlace place) throws IOException {
    long last = state().sequence();
    ChangesSince since = JournalReader.since(journal.file(), place);
    if (since.end().sequence() >= last) {
      return since;
    }
    LatestChanges all = latest(0);
    return new ChangesSince(
        all.transactions().stream().flatMap(made -> made.changes().stream()).toList(), all.end());
  }

  /**
   * Returns the transactions behind one, as far as they are not part of the journal's snapshot.
   *
   * @throws CorruptStoreException if the catalogue is damaged
   */
  public LatestChanges latest(long sequence) throws IOException {
    return JournalReader.latest(journal.file(), sequence);
  }

  /** Takes back, for good, the transactions whose lines are behind a place in the journal. */
  public void takeBack(long end) {
    lock.holding(
        () -> {
          try {
            journal.cut(end);
          } catch (IOException e) {
            throw Failures.of("cannot cut " + journal.file(), e);
          }
          return refresh(null);
        });
  }

  /** Replaces the journal by one without what is no longer needed, or was never finished. */
  public void compact() {
    lock.holding(() -> compacted(refresh(view.get())));
  }

  /** Returns the file that keeps the catalogue. */
  public Path journalFile() {
    return journal.file();
  }

  /** Returns the file that keeps the catalogue of the store in a directory. */
  public static Path journalIn(Path root) {
    return root.resolve(DIRECTORY).resolve(FILE);
  }

  /** Returns the files that are there only while a change is made, or left of a killed process. */
  public static List<Path> unfinishedIn(Path root) {
    return Stream.of(journalIn(root), UnforcedMark.in(root)).map(AtomicFile::unfinished).toList();
  }

  /**
   * Replaces the journal of a store by one that says that this is its state, whatever it says now.
   * The caller holds the store's lock.
   *
   * @param generation that of the file which is replaced; 0 if that is not known
   */
  public static void rewrite(Path root, StoreState state, long generation) throws IOException {
    OwnerOnly.createDirectory(root.resolve(DIRECTORY));
    new Journal(journalIn(root), Fsync.FULL, 0).rewrite(state, generation);
  }

  /** Returns the lock under which changes are made, for what must not happen during one. */
  public StoreLock lock() {
    return lock;
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("the store has been closed");
    }
  }

  /** Ends the use of this catalogue; nobody may be changing it. */
  @Override
  public void close() {
    isClosed = true;
    lock.close();
  }
}
