package dev.lamina;

/** Thrown when a text is no filter; the message is the engine's. */
public final class InvalidFilterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with the engine's message. */
  public InvalidFilterException(String message) {
    super(message);
  }
}
