package dev.lamina;

/** Thrown when another process holds the store's lock for longer than the store waits. */
public final class StoreLockedException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that says what failed, why, and what to do. */
  public StoreLockedException(String message) {
    super(message);
  }
}
