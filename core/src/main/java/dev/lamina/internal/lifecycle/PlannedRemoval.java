package dev.lamina.internal.lifecycle;

import dev.lamina.RemovalPlan;

/**
 * A removal as users see it, and what it changes.
 *
 * @param plan the steps, or why there are none
 * @param effect what it changes: nothing if it is refused
 */
public record PlannedRemoval(RemovalPlan plan, Effect effect) {}
