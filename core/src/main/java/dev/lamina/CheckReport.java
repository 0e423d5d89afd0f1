package dev.lamina;

import dev.lamina.Finding.Severity;
import java.util.List;
import java.util.Locale;

/**
 * What a check has found. Immutable.
 *
 * @param level how closely it has looked
 * @param findings what it has found, damage first
 */
public record CheckReport(CheckLevel level, List<Finding> findings) {
  /** Copies the list. */
  public CheckReport {
    findings = List.copyOf(findings);
  }

  /**
   * Returns whether nothing is damaged. Remarks and garbage are not damage: a process that was
   * killed may leave them, and nothing goes wrong by them.
   */
  public boolean isClean() {
    return of(Severity.DAMAGE).isEmpty();
  }

  /** Returns the findings of a severity. */
  public List<Finding> of(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).toList();
  }

  /** Returns one line for each finding, after one that counts them. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("checked ").append(level.name().toLowerCase(Locale.ROOT)).append(": ");
    text.append(of(Severity.DAMAGE).size()).append(" damaged, ");
    text.append(of(Severity.REMARK).size()).append(" remarks, ");
    text.append(of(Severity.GARBAGE).size()).append(" garbage");
    findings.forEach(finding -> text.append('\n').append(finding));
    return text.toString();
  }
}
