package dev.lamina.engine;

import dev.lamina.CheckReport;
import dev.lamina.RepairReport;
import java.util.List;

/** Stub. */
final class Repairing {
  Repairing(Parts parts) {}

  RepairReport repair(CheckReport report) {
    return new RepairReport(List.of(), List.of());
  }

  static RepairReport plan(CheckReport report) {
    return new RepairReport(List.of(), List.of());
  }
}
