package dev.lamina;

/** Thrown when no image has the name or ID asked for; the message is the engine's. */
public final class ImageNotFoundException extends ImageStoreException {
  private static final long serialVersionUID = 1L;

  private final String reference;

  /** Makes an exception for a reference, as the engine prints it. */
  public ImageNotFoundException(String reference) {
    super("No such image: " + reference);
    this.reference = reference;
  }

  /** Makes an exception for a reference, with the engine's message for what was to be done. */
  public ImageNotFoundException(String reference, String message) {
    super(message);
    this.reference = reference;
  }

  /** Returns the reference that was asked for, in its familiar form. */
  public String reference() {
    return reference;
  }
}
