package dev.lamina;

/**
 * Thrown when an operation was cancelled, by an interrupt or a progress listener; it left no trace.
 */
public final class OperationCancelledException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that says what failed, why, and what to do. */
  public OperationCancelledException(String message) {
    super(message);
  }
}
