package dev.lamina.examples.cli.template;

/** Thrown when a template cannot be parsed or filled in; the message is Go's. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
