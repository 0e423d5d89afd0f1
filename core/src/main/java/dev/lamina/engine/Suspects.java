package dev.lamina.engine;

import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.internal.blob.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What seems to belong to nothing. Whether it does is asked once more in the end: what an operation
 * was about to complete, or to take away, is no finding.
 */
final class Suspects {
  private static final Set<Kind> OF_JOURNAL =
      EnumSet.of(
          Kind.BLOB,
          Kind.INDEX,
          Kind.CHECKPOINTS,
          Kind.PLAIN_COPY,
          Kind.FRAME,
          Kind.UNPACKED,
          Kind.CHANGES,
          Kind.LAST_USE);

  private final CheckedStore store;
  private final boolean isJournalDamaged;
  private final List<Suspect> suspects = new ArrayList<>();

  Suspects(CheckedStore store, boolean isJournalDamaged) {
    this.store = store;
    this.isJournalDamaged = isJournalDamaged;
  }

  /** Says whether a suspect still belongs to nothing. */
  @FunctionalInterface
  interface Question {
    /**
     * Returns whether it does.
     *
     * @param needed what anybody needs now
     */
    boolean isStillSo(Needs needed) throws IOException;
  }

  /** What the journal has lost may have needed it: then nothing is deleted. */
  private void tell(Suspect suspect) {
    boolean isKept = isJournalDamaged && OF_JOURNAL.contains(suspect.kind());
    store
        .file(suspect.kind(), suspect.path())
        .isGarbage(
            isKept ? suspect.actual() + ", as far as the journal says" : suspect.actual(),
            isKept ? Remedy.NONE : suspect.remedy());
  }

  private record Suspect(Kind kind, Path path, String actual, Remedy remedy, Question question) {}

  void add(Kind kind, Path path, String actual, Remedy remedy, Question question) {
    suspects.add(new Suspect(kind, path, actual, remedy, question));
  }

  /** Adds something of a name that no store has. */
  void addUnknown(Path path) {
    add(Kind.UNKNOWN, path, "a file of this name", Remedy.SET_ASIDE, needed -> true);
  }

  /** Tells of those that still belong to nothing. */
  void confirm() throws IOException {
    if (suspects.isEmpty()) {
      return;
    }
    Needs needed = store.neededNow();
    for (Suspect suspect : suspects) {
      if (Files.exists(suspect.path(), LinkOption.NOFOLLOW_LINKS)
          && suspect.question().isStillSo(needed)) {
        tell(suspect);
      }
    }
  }
}
