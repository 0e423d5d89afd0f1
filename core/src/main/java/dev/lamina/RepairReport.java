package dev.lamina;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a repair did, or would do. Immutable.
 *
 * @param steps what was done, or would be, about each finding, in the report's order
 * @param lost the images of which something is lost for good: it was set aside, or was not there
 *     any more. They keep their names; who loads them again has them whole
 */
public record RepairReport(List<Step> steps, List<ImageId> lost) {
  /** What came of one finding. */
  public enum Outcome {
    /** It would be mended: this is a plan. */
    PLANNED,
    /** It is mended, or out of the way. */
    DONE,
    /** It had gone before the repair came to it. */
    GONE,
    /** Nothing can be done about it. */
    LEFT,
    /** The repair failed. */
    FAILED
  }

  /**
   * What was done about one finding.
   *
   * @param finding the finding
   * @param outcome what came of it
   * @param detail what exactly was done, or why not
   * @param setAside where the file was moved to, if it was
   */
  public record Step(Finding finding, Outcome outcome, String detail, Optional<Path> setAside) {
    /** Returns one line. */
    @Override
    public String toString() {
      String where = setAside.map(path -> ", kept as " + path).orElse("");
      return "%s: %s (%s%s)"
          .formatted(outcome.name().toLowerCase(Locale.ROOT), finding.path(), detail, where);
    }
  }

  /** Copies the lists. */
  public RepairReport {
    steps = List.copyOf(steps);
    lost = List.copyOf(lost);
  }

  /** Returns whether all that can be mended is. */
  public boolean isComplete() {
    return steps.stream().noneMatch(step -> step.outcome() == Outcome.FAILED);
  }

  /** Returns one line for each step, and one for each image of which something is lost. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append(step).append('\n'));
    lost.forEach(
        image ->
            text.append("something of image ")
                .append(image)
                .append(" is lost: load it again to have it whole\n"));
    return text.toString().stripTrailing();
  }
}
