package dev.lamina.engine;

import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ChangesSince;
import dev.lamina.internal.catalog.JournalPlace;
import dev.lamina.internal.catalog.LayerForm;
import dev.lamina.internal.catalog.StoreState;
import dev.lamina.internal.catalog.UnforcedMark;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OpenFile;
import dev.lamina.internal.io.Presence;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Knows what came without being forced to the medium, and forces it when it has to be. Before the
 * first of it a mark is forced, so that after a power failure it is known of what all is there.
 */
final class Unforced implements Catalog.Guard {
  /** By then a kernel has written most of it by itself. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final StoreLayout layout;
  private final StorageDriver driver;
  private final Catalog catalog;
  private final Fsync fsync;
  private final Clock clock;

  /** A kernel says once that it could not write something, and then takes it for written. */
  private volatile boolean isDoubtful;

  Unforced(StoreLayout layout, StorageDriver driver, Catalog catalog, Fsync fsync, Clock clock) {
    this.layout = layout;
    this.driver = driver;
    this.catalog = catalog;
    this.fsync = fsync;
    this.clock = clock;
  }

  /** Returns whether all that is in the store is on the medium. */
  boolean isNothing() throws IOException {
    return !UnforcedMark.isIn(layout.root());
  }

  /** Returns the mark, if it is of a time since which the power may have failed. */
  Optional<UnforcedMark> ofAnotherBoot() throws IOException {
    return UnforcedMark.read(layout.root())
        .filter(mark -> !mark.boot().equals(HostFacts.bootOfThisMachine()));
  }

  /** Returns whether what is written is forced, by who has this store open. */
  boolean isForcing() {
    return fsync == Fsync.FULL;
  }

  /** Makes sure that there is a mark, before something is there that is not forced. */
  void begin() throws IOException {
    if (!isForcing()) {
      locked(this::beginLocked);
    }
  }

  private void beginLocked() throws IOException {
    if (!UnforcedMark.isIn(layout.root())) {
      new UnforcedMark(HostFacts.bootOfThisMachine(), clock.instant(), catalog.end(), unpacked())
          .write(layout.root());
    }
  }

  /** Returns the directories of unpacked layers, by their way and their name. */
  private Set<String> unpacked() throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (Path directory : directories()) {
      names.add(name(directory));
    }
    return names;
  }

  /** Returns the directories of unpacked layers. */
  List<Path> directories() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path way : CheckedStore.list(layout.unpacked())) {
      found.addAll(CheckedStore.list(way));
    }
    return found;
  }

  /** Returns what a mark calls the directory of an unpacked layer. */
  String name(Path directory) {
    return layout.unpacked().relativize(directory).toString();
  }

  /** Forces what others have left, or what this one has left for long, before more comes. */
  void prepare() throws IOException {
    Optional<UnforcedMark> mark = UnforcedMark.read(layout.root());
    if (mark.isPresent()
        && (isForcing() || mark.get().begun().plus(LONG).isBefore(clock.instant()))) {
      settle();
    }
  }

  /**
   * Makes all changes so far survive a power failure, whatever durability was chosen: before
   * something is deleted that an earlier state needs.
   */
  void settle() throws IOException {
    Optional<UnforcedMark> mark = UnforcedMark.read(layout.root());
    if (mark.isPresent()) {
      // Most of it without the lock, as it may take long.
      JournalPlace forced = forceFiles(mark.get(), mark.get().place());
      locked(() -> settleLocked(mark.get(), forced));
    }
  }

  /** Does it while the store is locked. */
  void settleLocked() throws IOException {
    Optional<UnforcedMark> mark = UnforcedMark.read(layout.root());
    if (mark.isPresent()) {
      settleLocked(mark.get(), mark.get().place());
    }
  }

  private void settleLocked(UnforcedMark known, JournalPlace forced) throws IOException {
    Optional<UnforcedMark> mark = UnforcedMark.read(layout.root());
    if (mark.isPresent()) {
      JournalPlace unused =
          forceFiles(mark.get(), mark.get().equals(known) ? forced : mark.get().place());
      forced(
          () -> {
            forceDirectories();
            catalog.force();
          });
      UnforcedMark.delete(layout.root(), fsync);
    }
  }

  @Override
  public void beforeLine() throws IOException {
    if (!isForcing()) {
      beginLocked();
    } else if (UnforcedMark.isIn(layout.root())) {
      settleLocked(); // Or the line could be on the medium, and what it relies on not.
    }
  }

  @Override
  public void beforeRewriting() throws IOException {
    settleLocked();
  }

  /** Forces what has come behind a place, and returns the place behind that. */
  private JournalPlace forceFiles(UnforcedMark mark, JournalPlace from) throws IOException {
    if (isDoubtful) {
      throw new IOException(
          "something could not be forced to the medium before: close the store, and open it again");
    }
    ChangesSince since = catalog.since(from);
    StoreState now = catalog.state();
    Set<Path> files = new LinkedHashSet<>();
    for (Change change : since.changes()) {
      addFiles(change, now, files);
    }
    forced(
        () -> {
          for (Path file : files) {
            force(file);
          }
          if (!mark.unpacked().containsAll(unpacked())) {
            driver.force(layout.unpacked());
          }
        });
    return since.end();
  }

  private void forced(Endings.Ending forcing) throws IOException {
    try {
      forcing.end();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      isDoubtful = true;
      throw e;
    }
  }

  /** Of what came and has gone again, nothing needs to be forced. */
  private void addFiles(Change change, StoreState now, Set<Path> files) throws IOException {
    if (change instanceof Change.PutImage put && now.image(put.image().id()).isPresent()) {
      put.image().namedBlobs().map(layout::blob).forEach(files::add);
    } else if (change instanceof Change.PutLayer put
        && now.layer(put.layer().diffId()).isPresent()) {
      put.layer().forms().stream().map(LayerForm::blob).map(layout::blob).forEach(files::add);
      if (Presence.exists(layout.frame(put.layer().diffId()))) {
        files.add(layout.frame(put.layer().diffId()));
        files.add(layout.index(put.layer().diffId()));
      }
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = OpenFile.channel(file, StandardOpenOption.WRITE)) {
      Fsync.FULL.file(channel);
    } catch (NoSuchFileException e) {
      // It has gone meanwhile, or is not kept: of a layer, its frame may be kept instead.
    }
  }

  private void forceDirectories() throws IOException {
    List<Path> directories = new ArrayList<>(CheckedStore.list(layout.unpacked()));
    directories.add(layout.blobs("sha256"));
    directories.add(layout.blobs());
    directories.add(layout.layers());
    directories.add(layout.unpacked());
    directories.add(layout.containers());
    directories.add(layout.root());
    for (Path directory : directories) {
      if (Presence.isDirectory(directory)) {
        Fsync.FULL.directory(directory);
      }
    }
  }

  /** Does something while the store is locked. */
  void locked(Endings.Ending action) throws IOException {
    try {
      catalog
          .lock()
          .holding(
              () -> {
                try {
                  action.end();
                  return true;
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
