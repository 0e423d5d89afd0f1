package dev.lamina;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an image archive or layer is damaged, ambiguous or unsafe; nothing of it was kept.
 * The message names the archive, entry or blob, with control characters escaped.
 */
public final class InvalidArchiveException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that names what is wrong, and where. */
  public InvalidArchiveException(String message) {
    super(message);
  }

  /** Makes an exception with a message and what caused it. */
  public InvalidArchiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
