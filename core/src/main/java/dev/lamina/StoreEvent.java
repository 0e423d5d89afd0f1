package dev.lamina;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a store, in this process or another.
 *
 * @param number one more than the event before
 * @param time when
 * @param action what happened
 * @param actor the ID of the image or container it happened to; empty if it is about several
 * @param attributes what engines say of it: labels, {@code name}, and more; sorted by key
 * @param cause what was asked for
 */
public record StoreEvent(
    long number,
    Instant time,
    Action action,
    String actor,
    Map<String, String> attributes,
    Action cause) {
  /** The attribute that has the name a {@code tag} or {@code untag} is about. */
  public static final String REFERENCE = "reference";

  /** Makes an event with a copy of the attributes. */
  public StoreEvent {
    attributes = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(attributes));
  }

  /** What something can happen to. */
  public enum Type {
    /** An image. */
    IMAGE,
    /** A container. */
    CONTAINER;

    /** Returns the engine's word, such as {@code image}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What can happen. */
  public enum Action {
    /** An image got a name; {@link #REFERENCE} says which. */
    TAG(Type.IMAGE),
    /** An image lost a name; {@link #REFERENCE} says which, and the cause what for. */
    UNTAG(Type.IMAGE),
    /** An image was removed. */
    DELETE(Type.IMAGE),
    /** An image was loaded. */
    LOAD(Type.IMAGE),
    /** An image was made of a root file system. */
    IMPORT(Type.IMAGE),
    /** An image was saved. */
    SAVE(Type.IMAGE),
    /**
     * An image was made: of a container, whose ID is its name then, or else by steps, and its name
     * is its own ID.
     */
    CREATE_IMAGE(Type.IMAGE),
    /** Images were pruned; {@code reclaimed} says how many bytes of layers. */
    PRUNE(Type.IMAGE),
    /** A container was created. */
    CREATE(Type.CONTAINER),
    /** A container was started. */
    START(Type.CONTAINER),
    /** A container was paused. */
    PAUSE(Type.CONTAINER),
    /** A container goes on. */
    UNPAUSE(Type.CONTAINER),
    /** A container ended; {@code exitCode} says with what. */
    DIE(Type.CONTAINER),
    /** A container was stopped. */
    STOP(Type.CONTAINER),
    /** A container was renamed; {@code oldName} says what it was called. */
    RENAME(Type.CONTAINER),
    /** A container became an image. */
    COMMIT(Type.CONTAINER),
    /** A container's files were exported. */
    EXPORT(Type.CONTAINER),
    /** A container was removed. */
    DESTROY(Type.CONTAINER);

    private final Type type;

    Action(Type type) {
      this.type = type;
    }

    /** Returns what it happens to. */
    public Type type() {
      return type;
    }

    /** Returns the engine's word, such as {@code untag}. */
    @Override
    public String toString() {
      return this == CREATE_IMAGE ? "create" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns what it happened to. */
  public Type type() {
    return action.type();
  }

  /** Returns the name that a tag or untag is about. */
  public Optional<String> reference() {
    return Optional.ofNullable(attributes.get(REFERENCE));
  }
}
