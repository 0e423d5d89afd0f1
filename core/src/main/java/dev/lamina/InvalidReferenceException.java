package dev.lamina;

/** Thrown when a text is no image reference, tag or digest; the message is the engine's. */
public final class InvalidReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String text;

  /** Makes an exception for a text that could not be parsed. */
  public InvalidReferenceException(String text, String message) {
    super(message);
    this.text = text;
  }

  /** Returns the text that could not be parsed. */
  public String text() {
    return text;
  }
}
