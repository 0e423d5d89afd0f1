package dev.lamina;

/** Thrown when a storage cannot work here; the message says why, feature by feature. */
public final class UnsupportedStorageException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that says what failed, why, and what to do. */
  public UnsupportedStorageException(String message) {
    super(message);
  }
}
