package dev.lamina.engine;

import dev.lamina.CheckReport;
import dev.lamina.Finding;
import dev.lamina.Finding.Kind;
import dev.lamina.Finding.Remedy;
import dev.lamina.Finding.Severity;
import dev.lamina.ImageId;
import dev.lamina.ImageStoreException;
import dev.lamina.OperationCancelledException;
import dev.lamina.RepairReport;
import dev.lamina.RepairReport.Outcome;
import dev.lamina.RepairReport.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mends what a check has found, finding by finding: one that cannot be mended stops no other. */
final class Repairing {
  /** What else a repair needs comes first. */
  private static final List<Kind> FIRST =
      List.of(Kind.DIRECTORY, Kind.MARKER, Kind.JOURNAL, Kind.BLOB);

  private static final Set<Remedy> LOSING = EnumSet.of(Remedy.SET_ASIDE, Remedy.NONE);
  private static final Set<Kind> CONTENT = EnumSet.of(Kind.BLOB, Kind.FRAME, Kind.UNPACKED);

  private final Parts parts;

  Repairing(Parts parts) {
    this.parts = parts;
  }

  static RepairReport plan(CheckReport report) {
    List<Step> steps =
        report.findings().stream()
            .map(
                finding ->
                    finding.remedy() == Remedy.NONE
                        ? new Step(finding, Outcome.LEFT, "nothing can be done", Optional.empty())
                        : new Step(
                            finding, Outcome.PLANNED, intent(finding.remedy()), Optional.empty()))
            .toList();
    return new RepairReport(steps, lost(steps));
  }

  private static String intent(Remedy remedy) {
    return switch (remedy) {
      case NONE -> "to be left";
      case REBUILD -> "to be made again";
      case SET_ASIDE -> "to be set aside";
      case REMOVE -> "to be deleted";
      case CUT -> "to be cut off";
      case RESTRICT -> "to be the owner's alone";
      case REWRITE -> "to be written again";
    };
  }

  /** Returns the images of which something is gone. */
  private static List<ImageId> lost(List<Step> steps) {
    Set<ImageId> lost = new LinkedHashSet<>();
    for (Step step : steps) {
      Finding finding = step.finding();
      boolean isGone =
          finding.severity() == Severity.DAMAGE
              && step.outcome() != Outcome.GONE
              && CONTENT.contains(finding.kind())
              && LOSING.contains(finding.remedy());
      if (isGone) {
        lost.addAll(finding.images());
      }
    }
    return List.copyOf(lost);
  }

  RepairReport repair(CheckReport report) {
    Mending mending = new Mending(parts);
    List<Finding> findings = new ArrayList<>(report.findings());
    findings.sort(Comparator.comparingInt(Repairing::rank));
    List<Step> steps = new ArrayList<>();
    for (Finding finding : findings) {
      if (Thread.currentThread().isInterrupted()) {
        throw new OperationCancelledException("the repair was interrupted: check again");
      }
      steps.add(mend(mending, finding));
    }
    steps.sort(Comparator.comparingInt(step -> report.findings().indexOf(step.finding())));
    return new RepairReport(steps, lost(steps));
  }

  private static int rank(Finding finding) {
    int first = FIRST.indexOf(finding.kind());
    return first < 0 ? FIRST.size() : first;
  }

  private static Step mend(Mending mending, Finding finding) {
    try {
      return mending.mend(finding);
    } catch (OperationCancelledException e) {
      throw e;
    } catch (IOException | ImageStoreException e) {
      return new Step(finding, Outcome.FAILED, String.valueOf(e.getMessage()), Optional.empty());
    }
  }
}
