package dev.lamina.engine;

import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.internal.catalog.Catalog;
import dev.lamina.internal.catalog.JournalSalvage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Looks at each line of the journal, also at what readers pass over in silence. */
final class JournalCheck {
  private JournalCheck() {}

  /** Reads the journal when nobody is writing to it, if that can be had. */
  static JournalSalvage read(Parts parts) throws IOException {
    Path root = parts.root();
    JournalSalvage salvage = JournalSalvage.read(root);
    if (salvage.damages().isEmpty()) {
      return salvage;
    }
    try {
      return parts.catalog().lock().holding(() -> readNow(root));
    } catch (OperationCancelledException e) {
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ImageStoreException e) {
      return JournalSalvage.read(root);
    }
  }

  private static JournalSalvage readNow(Path root) {
    try {
      return JournalSalvage.read(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void tell(CheckedStore store, JournalSalvage salvage) {
    Path file = Catalog.journalIn(store.layout().root());
    for (JournalSalvage.Damage damage : salvage.damages()) {
      Findings.Subject journal = store.file(Kind.JOURNAL, file);
      String actual = damage.actual() + " at bytes " + damage.start() + " to " + damage.end();
      if (damage.extent() == JournalSalvage.Extent.TORN) {
        journal.isRemarkable(damage.expected(), actual, Remedy.CUT);
      } else {
        journal.isDamaged(damage.expected(), actual, Remedy.REWRITE);
      }
    }
  }
}
