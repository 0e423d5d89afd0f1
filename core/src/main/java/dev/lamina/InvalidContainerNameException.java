package dev.lamina;

/** Thrown when a container cannot have a name; the message is the engine's. */
public final class InvalidContainerNameException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final String name;

  /** Makes an exception for a name. */
  public InvalidContainerNameException(String name, String message) {
    super(message);
    this.name = name;
  }

  /** Returns the name. */
  public String name() {
    return name;
  }
}
