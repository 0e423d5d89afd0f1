package dev.lamina;

import org.jspecify.annotations.Nullable;

/** Thrown when a store cannot do what it was asked; the store is as it was before. */
public class ImageStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with a message that says what failed, why, and what to do. */
  public ImageStoreException(String message) {
    super(message);
  }

  /** Makes an exception with a message and what caused it. */
  public ImageStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
