package dev.lamina.engine;

import dev.lamina.CheckLevel;
import dev.lamina.CheckReport;
import dev.lamina.CorruptStoreException;
import dev.lamina.ImageNotFoundException;
import dev.lamina.ProgressEvent;
import dev.lamina.internal.blob.StoreLayout;
import dev.lamina.internal.catalog.JournalSalvage;
import dev.lamina.internal.catalog.StoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Checks a store, level by level. */
final class Checking {
  /** How often images may be removed while they are to be held. */
  private static final int ATTEMPTS = 20;

  private final Parts parts;

  Checking(Parts parts) {
    this.parts = parts;
  }

  CheckReport check(CheckLevel level, CheckRequest request) {
    request.goOn();
    try {
      JournalSalvage journal = JournalCheck.read(parts);
      return check(level, request, journal);
    } catch (IOException e) {
      throw Failures.of("cannot check the store " + parts.root(), e);
    }
  }

  private CheckReport check(CheckLevel level, CheckRequest request, JournalSalvage journal)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      StoreState state;
      try {
        state = parts.catalog().state();
      } catch (CorruptStoreException e) {
        // Nobody can change anything then, and nothing needs to be held.
        return check(level, store(journal.state(), request), journal);
      }
      try (Holding held = hold(state)) {
        // Of what came since it was asked for, nothing is held.
        return check(level, store(held.known(), request), journal);
      } catch (ImageNotFoundException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Holding hold(StoreState state) throws IOException {
    return Holding.of(
        parts.leases(), state, CheckedStore.needs(state), now -> true, "what is checked");
  }

  private CheckedStore store(StoreState state, CheckRequest request) {
    return new CheckedStore(
        parts, new StoreLayout(parts.root()), state, request, new Findings(request));
  }

  private static CheckReport check(CheckLevel level, CheckedStore store, JournalSalvage journal)
      throws IOException {
    Suspects suspects = new Suspects(store, !journal.damages().isEmpty());
    Privacy privacy = new Privacy(store);
    JournalCheck.tell(store, journal);
    new MarkerCheck(store).run();
    new DirectoryCheck(store, privacy, suspects).run();
    new BlobFiles(store, privacy, suspects).run();
    new LayerFiles(store, privacy, suspects).run();
    new LiveFiles(store, privacy, suspects).run();
    if (level.includes(CheckLevel.DIGESTS)) {
      plan(store);
      new DigestCheck(store).run(level.includes(CheckLevel.CONTENTS));
    }
    if (level.includes(CheckLevel.CONTENTS)) {
      new LayerCheck(store).run();
      new ChangesCheck(store).run();
    }
    if (level.includes(CheckLevel.MOUNTABLE)) {
      new MountCheck(store).run();
    }
    suspects.confirm();
    return new CheckReport(level, store.findings().all());
  }

  /** Tells how much is to be read. */
  private static void plan(CheckedStore store) throws IOException {
    List<Long> sizes = new ArrayList<>();
    for (var blob : CheckedStore.needs(store.state()).blobs()) {
      try {
        sizes.add(Files.size(store.layout().blob(blob)));
      } catch (NoSuchFileException e) {
        // That is told.
      }
    }
    long bytes = sizes.stream().mapToLong(Long::longValue).sum();
    store.request().tellOrStop(new ProgressEvent.CheckPlanned(sizes.size(), bytes));
  }
}
