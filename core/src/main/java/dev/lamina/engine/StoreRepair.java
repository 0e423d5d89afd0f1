package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Finding;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.Finding.Severity;
import dev.lamina.RepairReport;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import dev.lamina.StoreLockedException;
import dev.lamina.StoreOptions;
import dev.lamina.UnsupportedStorageException;
import dev.lamina.internal.blob.BlobStore;
import dev.lamina.internal.blob.LayerStore;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.JournalSalvage;
import dev.lamina.internal.catalog.StoreLock;
import dev.lamina.internal.catalog.StoreUse;
import dev.lamina.internal.io.Fsync;
import dev.lamina.internal.io.OwnerOnly;
import dev.lamina.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes a store that cannot be opened one that can be: its marker, and its journal. */
final class StoreRepair {
  private final StoreLayout layout;
  private final StorageDriver driver;
  private final StoreOptions options;
  private final SetAside setAside;
  private final List<Step> steps = new ArrayList<>();

  private StoreRepair(Path root, StorageDriver driver, StoreOptions options) {
    this.layout = new StoreLayout(root);
    this.driver = driver;
    this.options = options;
    this.setAside = new SetAside(root);
  }

  /** Says what would be done. */
  static RepairReport plan(Path root, StorageDriver driver, StoreOptions options)
      throws IOException {
    StoreRepair repair = new StoreRepair(root, driver, options);
    repair.requireStore();
    List<Finding> findings = new ArrayList<>();
    repair.marker().ifPresent(findings::add);
    repair.journal().ifPresent(findings::add);
    return new RepairReport(
        findings.stream()
            .map(
                finding ->
                    new Step(finding, Outcome.PLANNED, "to be written again", Optional.empty()))
            .toList(),
        List.of());
  }

  /** Does it. */
  static RepairReport repair(Path root, StorageDriver driver, StoreOptions options)
      throws IOException {
    StoreRepair repair = new StoreRepair(root, driver, options);
    repair.requireStore();
    StoreUse alone =
        StoreUse.alone(root, repair.layout.use())
            .orElseThrow(
                () ->
                    new StoreLockedException(
                        "cannot repair the store "
                            + root
                            + ": somebody has it open; close it everywhere, or repair it there"));
    try {
      repair.mendMarker();
      repair.mendJournal();
    } finally {
      alone.close();
    }
    return new RepairReport(repair.steps, List.of());
  }

  /** Without any of it, the directory may be something else. */
  private void requireStore() {
    if (!Files.exists(layout.marker())
        && !Files.exists(Catalog.journalIn(layout.root()))
        && !Files.isDirectory(layout.blobs("sha256"))) {
      throw new UnsupportedStorageException("cannot repair " + layout.root() + ": it is no store");
    }
  }

  private Optional<Finding> marker() throws IOException {
    String expected = "the marker of a store of the storage " + driver.name();
    try {
      Optional<StoreMarker> marker = StoreMarker.read(layout.root());
      if (marker.isPresent()) {
        marker.get().requireKnownFormat(layout.root());
        return marker.get().storage().equals(driver.name())
            ? Optional.empty()
            : Optional.of(finding(Kind.MARKER, expected, marker.get().storage()));
      }
      return Optional.of(finding(Kind.MARKER, expected, "no file"));
    } catch (CorruptStoreException e) {
      return Optional.of(finding(Kind.MARKER, expected, e.actual()));
    }
  }

  private Optional<Finding> journal() throws IOException {
    JournalSalvage salvage = JournalSalvage.read(layout.root());
    return salvage.damages().stream()
        .filter(damage -> damage.extent() != JournalSalvage.Extent.TORN)
        .findFirst()
        .map(damage -> finding(Kind.JOURNAL, damage.expected(), damage.actual()));
  }

  private Finding finding(Kind kind, String expected, String actual) {
    return new Finding(
        Severity.DAMAGE,
        kind,
        kind == Kind.MARKER ? layout.marker() : Catalog.journalIn(layout.root()),
        expected,
        actual,
        List.of(),
        List.of(),
        Remedy.REWRITE);
  }

  private void mendMarker() throws IOException {
    Optional<Finding> finding = marker();
    if (finding.isPresent()) {
      Optional<Path> kept = setAside.copy(layout.marker());
      StoreMarker.write(layout.root(), driver.name(), Optional.empty());
      steps.add(new Step(finding.get(), Outcome.DONE, "written again", kept));
    }
  }

  private void mendJournal() throws IOException {
    Optional<Finding> finding = journal();
    if (finding.isEmpty()) {
      return;
    }
    BlobStore blobs = new BlobStore(layout, Fsync.FULL);
    for (Path directory : List.of(layout.blobs(), layout.blobs("sha256"), layout.layers())) {
      OwnerOnly.createDirectory(directory);
    }
    OwnerOnly.createDirectory(layout.staging());
    ExecutorService executor = Executors.newCachedThreadPool();
    StoreLock lock = StoreLock.open(layout.root(), options.lockTimeout());
    try {
      LayerStore layers = new LayerStore(blobs, executor, UnpackedLayers.files(layout, driver));
      steps.add(new JournalMending(layout, blobs, layers, setAside).mend(finding.get(), lock));
    } finally {
      lock.close();
      executor.shutdown();
    }
  }
}
