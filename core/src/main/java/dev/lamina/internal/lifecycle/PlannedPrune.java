package dev.lamina.internal.lifecycle;

import dev.lamina.PruneReport;

/**
 * A prune as users see it, and what it changes.
 *
 * @param report the steps, and what is spared
 * @param effect what it changes
 */
public record PlannedPrune(PruneReport report, Effect effect) {}
