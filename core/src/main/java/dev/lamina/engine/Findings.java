package dev.lamina.engine;

import dev.lamina.CorruptStoreException;
import dev.lamina.Finding;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.Finding.Severity;
import dev.lamina.ProgressEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a check has found so far. Safe for use by several threads. */
final class Findings {
  private final CheckRequest request;
  private final List<Finding> found = new CopyOnWriteArrayList<>();
  private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

  Findings(CheckRequest request) {
    this.request = request;
  }

  /**
   * A file, what it is, and whom it concerns.
   *
   * @param findings where what is wrong with it goes
   */
  record Subject(Findings findings, Kind kind, Path path, Owners owners) {
    /** Tells that something is lost or would be read wrongly. */
    void isDamaged(String expected, String actual, Remedy remedy) {
      add(Severity.DAMAGE, expected, actual, remedy);
    }

    /** Tells that something is not as it was written, and that it does no harm. */
    void isRemarkable(String expected, String actual, Remedy remedy) {
      add(Severity.REMARK, expected, actual, remedy);
    }

    /** Tells that it belongs to nothing. */
    void isGarbage(String actual, Remedy remedy) {
      add(Severity.GARBAGE, "nothing", actual, remedy);
    }

    /** Tells what somebody who has read it has found. */
    void isDamaged(CorruptStoreException failure, Remedy remedy) {
      isDamaged(failure.expected(), failure.actual(), remedy);
    }

    private void add(Severity severity, String expected, String actual, Remedy remedy) {
      findings.add(
          new Finding(
              severity,
              kind,
              path,
              expected,
              actual,
              owners.images(),
              owners.containers(),
              remedy));
    }
  }

  /** Returns a file as one of which something is to be told. */
  Subject of(Kind kind, Path path, Owners owners) {
    return new Subject(this, kind, path, owners);
  }

  /** Once a file is known to be damaged, nobody needs to hear it again. */
  private void add(Finding finding) {
    if (finding.kind() != Kind.JOURNAL && isDamaged(finding.path())) {
      return;
    }
    if (finding.severity() == Severity.DAMAGE) {
      damaged.add(finding.path());
    }
    found.add(finding);
    request.tellOrStop(new ProgressEvent.Found(finding));
  }

  /** Returns whether a file is known to be damaged. */
  boolean isDamaged(Path path) {
    return damaged.contains(path);
  }

  /** Returns all, the worst first, and by file. */
  List<Finding> all() {
    List<Finding> all = new ArrayList<>(found);
    all.sort(
        Comparator.comparing(Finding::severity)
            .thenComparing(finding -> finding.path().toString()));
    return all;
  }
}
