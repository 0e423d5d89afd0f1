package dev.lamina.engine;

import dev.lamina.Reference;
import dev.lamina.StoreEvent;
import dev.lamina.StoreEvent.Action;
import dev.lamina.internal.catalog.Change;
import dev.lamina.internal.catalog.ContainerRecord;
import dev.lamina.internal.catalog.EventRecord;
import dev.lamina.internal.catalog.ImageRecord;
import dev.lamina.internal.catalog.StoreState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The events of one transaction, numbered on from those of the state that it changes. */
final class EventDraft {
  private static final String NAME = "name";

  private final Instant time;
  private final Action cause;
  private final List<Change> changes = new ArrayList<>();
  private long last;

  EventDraft(StoreState before, Clock clock, Action cause) {
    this.time = clock.instant();
    this.cause = cause;
    this.last = before.lastEvent();
  }

  /** Adds an event of an image, whose name attribute engines give this value. */
  void image(Action action, ImageRecord image, String name) {
    add(action, image.id().toString(), labelled(image.labels().orElse(Map.of()), name));
  }

  /** Adds an event about a name of an image; an untag has the image's ID for its name. */
  void reference(Action action, ImageRecord image, Reference reference) {
    Map<String, String> attributes =
        labelled(
            image.labels().orElse(Map.of()),
            action == Action.UNTAG ? image.id().toString() : reference.toString());
    attributes.put(StoreEvent.REFERENCE, reference.toString());
    add(action, image.id().toString(), attributes);
  }

  /** Adds that an image got a name, after that another one lost it. */
  void tagged(StoreState before, ImageRecord image, Reference name) {
    before
        .target(name.canonical())
        .filter(holder -> !holder.equals(image.id()))
        .flatMap(before::image)
        .ifPresent(loser -> reference(Action.UNTAG, loser, name));
    reference(Action.TAG, image, name);
  }

  /** Adds that an image is gone, and with it its labels. */
  void deleted(ImageRecord image) {
    add(Action.DELETE, image.id().toString(), Map.of(NAME, image.id().toString()));
  }

  /** Adds an event of a container, with more attributes. */
  void container(Action action, ContainerRecord container, Map<String, String> more) {
    Map<String, String> attributes = labelled(container.labels(), container.name());
    attributes.put("image", container.imageName());
    attributes.putAll(more);
    add(action, container.id(), attributes);
  }

  /** Adds an event. */
  void add(Action action, String actor, Map<String, String> attributes) {
    last++;
    changes.add(
        new Change.AddEvent(
            new EventRecord(
                last,
                time,
                action.type().toString(),
                EventWords.of(action),
                actor,
                attributes,
                EventWords.of(cause))));
  }

  private static Map<String, String> labelled(Map<String, String> labels, String name) {
    Map<String, String> attributes = new TreeMap<>(labels);
    attributes.put(NAME, name);
    return attributes;
  }

  /** Returns the events as changes. */
  List<Change> changes() {
    return List.copyOf(changes);
  }
}
