package dev.lamina.internal.catalog;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in the store, written with the change that it tells of.
 *
 * @param number one more than the event before
 * @param time when
 * @param type what it happened to: {@code image} or {@code container}
 * @param action what happened, such as {@code untag}
 * @param actor the ID of what it happened to; empty if it is about several
 * @param attributes what else engines say of it, such as its {@code name}
 * @param cause what was asked for, such as {@code prune}
 */
public record EventRecord(
    long number,
    Instant time,
    String type,
    String action,
    String actor,
    Map<String, String> attributes,
    String cause) {
  /** The type of what happens to an image. */
  public static final String IMAGE = "image";

  /** The type of what happens to a container. */
  public static final String CONTAINER = "container";

  /** Makes a record with a copy of the attributes. */
  public EventRecord {
    attributes = Map.copyOf(attributes);
  }
}
