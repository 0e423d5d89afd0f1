package dev.lamina;

import java.util.List;

/** Thrown when an image is not removed because something needs it; the message is the engine's. */
public final class ImageInUseException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient ImageId image;
  private final Kind kind;
  private final transient List<Holder> holders;

  /** What stands against a removal. */
  public enum Kind {
    /** Images were made from it. Cannot be forced. */
    CHILD_IMAGES(true),
    /** A container of it runs. Cannot be forced. */
    RUNNING_CONTAINER(true),
    /** It has several names. */
    SEVERAL_REFERENCES(false),
    /** A container of it has ended or not begun. */
    STOPPED_CONTAINER(false),
    /** A container uses it, and this is its last name. */
    LAST_REFERENCE(false);

    private final boolean isHard;

    Kind(boolean isHard) {
      this.isHard = isHard;
    }
  }

  /** Somebody who needs an image. */
  public sealed interface Holder {
    /** An image that was made from it. */
    record Child(ImageId id) implements Holder {}

    /** A container that was made from it. */
    record Used(ContainerId id, String name, ContainerStatus status) implements Holder {}

    /** A name that points to it. */
    record Named(Reference reference) implements Holder {}
  }

  /** Makes an exception with the engine's message. */
  public ImageInUseException(ImageId image, Kind kind, List<Holder> holders, String message) {
    super(message);
    this.image = image;
    this.kind = kind;
    this.holders = List.copyOf(holders);
  }

  /** Returns the image. */
  public ImageId image() {
    return image;
  }

  /** Returns what stands against its removal first; the engine looks no further. */
  public Kind kind() {
    return kind;
  }

  /** Returns whether {@link RemoveOption#FORCE} would not help. */
  public boolean isHard() {
    return kind.isHard;
  }

  /** Returns all that need the image, of whatever kind: children, containers, names. */
  public List<Holder> holders() {
    return holders;
  }
}
