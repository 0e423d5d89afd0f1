package dev.lamina;

/** Thrown when the store is not any more as a change supposed it to be; nothing was changed. */
public final class StaleStateException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that says what was expected, and what is. */
  public StaleStateException(String message) {
    super(message);
  }
}
