package dev.lamina;

/** Thrown when what was asked for cannot be done to a container as it is; the message says why. */
public final class ContainerInUseException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final transient Container container;

  /** Makes an exception for a container, with the engine's message. */
  public ContainerInUseException(Container container, String message) {
    super(message);
    this.container = container;
  }

  /** Returns the container. */
  public Container container() {
    return container;
  }
}
