package dev.lamina;

/** Thrown when no container has the name or ID asked for; the message is the engine's. */
public final class ContainerNotFoundException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final String nameOrId;

  /** Makes an exception for what was asked for. */
  public ContainerNotFoundException(String nameOrId) {
    super("No such container: " + nameOrId);
    this.nameOrId = nameOrId;
  }

  /** Returns what was asked for. */
  public String nameOrId() {
    return nameOrId;
  }
}
