package dev.lamina.examples.cli.template;

/** Thrown when a function cannot do with its arguments. */
final class CallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallException(String message) {
    super(message);
  }
}
