package dev.lamina.internal.lifecycle;

import dev.lamina.RemovalStep;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ImageRecord;
import java.util.List;

/**
 * All that comes of taking something away.
 *
 * @param steps what users are told
 * @param changes what changes in the catalogue, in an order that can be applied
 * @param events what subscribers are told, in order
 * @param garbage what need not be kept once the changes are durable
 */
public record Effect(
    List<RemovalStep> steps, List<Change> changes, List<PlannedEvent> events, Garbage garbage) {
  /** Nothing happens. */
  public static final Effect NONE =
      new Effect(List.of(), List.of(), List.of(), new Garbage(List.of(), List.of()));

  /** Makes a record with copies of the lists. */
  public Effect {
    steps = List.copyOf(steps);
    changes = List.copyOf(changes);
    events = List.copyOf(events);
  }

  /** Returns the images that are gone then, as they were. */
  public List<ImageRecord> deleted() {
    return events.stream()
        .filter(event -> event.untagged().isEmpty())
        .map(PlannedEvent::image)
        .toList();
  }
}
